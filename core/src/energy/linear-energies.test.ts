import { describe, expect, it } from 'vitest';
import { coordinateProperty } from '../models/coordinate.js';
import { gaussianEnergy } from '../models/gaussian.js';
import { maximise, minimise } from '../objective/linear-penalties.js';
import { propertyEnergy } from '../objective/property-energy.js';
import { VectorSpace } from '../state/vector-space.js';
import { all } from './all.js';
import { any } from './any.js';
import { constraint } from './constraint.js';
import type { Energy } from './energy.js';
import { given } from './given.js';
import { not } from './not.js';
import { fallsWithoutEnd, propernessOf, requireProper } from './properness.js';

const line = VectorSpace.ofAxes([{ name: 'x' }]);
const plane = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);

function less(space: VectorSpace, axis = 'x') {
  return propertyEnergy(coordinateProperty(space, axis), '1', minimise.create({ scale: 2 }), 'less', space);
}

function more(space: VectorSpace, axis = 'x') {
  return propertyEnergy(coordinateProperty(space, axis), '1', maximise.create({ scale: 2 }), 'more', space);
}

function sumOf(...energies: readonly Energy<Float64Array>[]) {
  return all(energies.map((energy, t) => ({ name: `term ${t}`, weight: 1 + t, energy })));
}

describe('a line', () => {
  it('is improper on an axis without ends, and on one that is open where it falls', () => {
    const from = VectorSpace.ofAxes([{ name: 'x', low: 0 }]);
    const upTo = VectorSpace.ofAxes([{ name: 'x', high: 0 }]);
    expect(() => requireProper(less(line), line)).toThrow("the energy falls without end along 'x'; bound the axes");
    expect(() => requireProper(more(line), line, 0.1)).toThrow("falls without end along 'x'");
    expect(propernessOf(less(from), from).verdict).toBe('proper');
    expect(propernessOf(more(from), from).verdict).toBe('improper');
    expect(propernessOf(less(upTo), upTo).verdict).toBe('improper');
    expect(propernessOf(more(upTo), upTo).verdict).toBe('proper');
    const box = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }]);
    expect(propernessOf(more(box), box).verdict).toBe('proper');
  });

  it('says nothing along another axis, which must be bounded', () => {
    const half = VectorSpace.ofAxes([{ name: 'x', low: 0 }, { name: 'y' }]);
    expect(propernessOf(less(half), half)).toMatchObject({
      verdict: 'improper',
      reason: "it does not depend on 'y', which has no bounds",
    });
    const quarter = VectorSpace.ofAxes([
      { name: 'x', low: 0 },
      { name: 'y', low: 0 },
    ]);
    expect(propernessOf(sumOf(less(quarter), less(quarter, 'y')), quarter).verdict).toBe('proper');
    expect(propernessOf(sumOf(less(quarter), more(quarter, 'y')), quarter).verdict).toBe('improper');
  });

  it('is added, scaled, turned round, held and mixed like any energy', () => {
    const from = VectorSpace.ofAxes([{ name: 'x', low: 0 }]);
    // x/2 − 2 · x/2 falls; x/2 − 0.5 · x/2 rises.
    const turned = (strength: number) =>
      sumOf(less(from), not({ name: 'less', weight: strength / 2, energy: less(from) }));
    expect(propernessOf(turned(2), from).verdict).toBe('improper');
    expect(propernessOf(turned(0.5), from).verdict).toBe('proper');
    const held = given({ name: 'less', weight: 1, energy: less(plane) }, clampOfX, plane);
    expect(fallsWithoutEnd(held, plane)).toBeUndefined();
    const mixed = any([
      { name: 'well', weight: 1, energy: gaussianEnergy(line, {}) },
      { name: 'fall', weight: 1e-9, energy: more(line) },
    ]);
    expect(propernessOf(mixed, line).verdict).toBe('improper');
  });

  it('loses against squares, and is not judged behind walls', () => {
    expect(propernessOf(sumOf(more(line), gaussianEnergy(line, {})), line).verdict).toBe('proper');
    const wall = constraint(coordinateProperty(line, 'x'), '1', { high: 5 });
    expect(propernessOf(sumOf(more(line), wall), line).verdict).toBe('unknown');
    expect(fallsWithoutEnd(sumOf(more(line), wall), line)).toBeUndefined();
  });

  it('has no lowest energy where it falls without end', () => {
    expect(fallsWithoutEnd(more(line), line)).toBe("the energy falls without end along 'x'");
    expect(fallsWithoutEnd(less(plane, 'y'), plane)).toBe("the energy falls without end along 'y'");
    const from = VectorSpace.ofAxes([{ name: 'x', low: 0 }, { name: 'y' }]);
    expect(fallsWithoutEnd(less(from), from)).toBeUndefined();
    expect(fallsWithoutEnd(more(from), from)).toBe("the energy falls without end along 'x'");
    const saddle = not({ name: 'well', weight: 1, energy: gaussianEnergy(line, {}) });
    expect(fallsWithoutEnd(saddle, line)).toMatch(/^the energy falls without end along 'x'/);
  });
});

const clampOfX = { indices: Int32Array.of(0), values: Float64Array.of(1) };
