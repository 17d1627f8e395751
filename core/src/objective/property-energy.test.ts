import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import {
  type Differentiable,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  isSiteSloped,
  isTrainable,
  type Property,
} from '../energy/energy.js';
import { checkCapabilities } from '../energy/fixtures/check-capabilities.js';
import { bowl, ring } from '../energy/fixtures/sample-energies.js';
import { exactSlopes } from '../energy/site-slopes.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkEnergy } from '../testing/check-energy.js';
import { Conformance } from '../testing/conformance.js';
import type { Objective } from './objective.js';
import { propertyEnergy } from './property-energy.js';

/** E = (v − 2)², NaN for NaN. */
const nearTwo: Objective = {
  energy: (values) => values.map((v) => (v - 2) ** 2),
  derivative: (values) => values.map((v) => 2 * (v - 2)),
};

/** x₀ · x₁ of two-dimensional rows; undefined where x₀ is negative. */
const product: Differentiable<Float64Array> = {
  evaluate: (batch) => Float64Array.from({ length: batch.length / 2 }, (_, row) => valueAt(batch, row)),
  evaluateWithGradient: (batch) => ({
    energy: Float64Array.from({ length: batch.length / 2 }, (_, row) => valueAt(batch, row)),
    gradient: batch.map((_, i) => batch[i % 2 === 0 ? i + 1 : i - 1]!),
  }),
};

function valueAt(batch: Float64Array, row: number): number {
  return batch[2 * row]! < 0 ? Number.NaN : batch[2 * row]! * batch[2 * row + 1]!;
}

describe('propertyEnergy', () => {
  const energy = propertyEnergy(product, 'eV', nearTwo);
  const points = Float64Array.of(1, 3, 0.5, -2, 4, 0.25);

  it('is the objective of the property, and shows the property’s value and unit', async () => {
    expect([...(await energy.evaluate(points))]).toEqual([1, 9, 1]);
    expect(await energy.evaluateTerms(points)).toEqual({
      name: 'property',
      weight: 1,
      join: 'leaf',
      energy: Float64Array.of(1, 9, 1),
      value: Float64Array.of(3, -1, 1),
      unit: 'eV',
      terms: [],
    });
  });

  it('has the name that it is given, so that reasons can say it', async () => {
    const named = propertyEnergy(product, 'eV', nearTwo, 'band gap');
    expect((await named.evaluateTerms(points)).name).toBe('band gap');
  });

  it('has the gradient of the chain rule, row by row', async () => {
    if (!isDifferentiable(energy)) throw new Error('the energy of a differentiable property is differentiable');
    const { gradient } = await energy.evaluateWithGradient(points);
    const h = 1e-6;
    for (let i = 0; i < points.length; i++) {
      const shifted = (by: number) => energy.evaluate(points.map((x, j) => (j === i ? x + by : x))) as Float64Array;
      const row = Math.floor(i / 2);
      expect(gradient[i]).toBeCloseTo((shifted(h)[row]! - shifted(-h)[row]!) / (2 * h), 6);
    }
  });

  it('is differentiable only where the property is', () => {
    const plain: Property<Float64Array> = { evaluate: (batch) => product.evaluate(batch) };
    expect(isDifferentiable(propertyEnergy(plain, '1', nearTwo))).toBe(false);
  });

  it('is NaN where the property is undefined; a composition names the term', () => {
    const undefinedRow = Float64Array.of(1, 1, -1, 1);
    expect([...(energy.evaluate(undefinedRow) as Float64Array)]).toEqual([1, Number.NaN]);
    const composed = all([{ name: 'band gap', energy, weight: 1 }]);
    expect(() => composed.evaluate(undefinedRow)).toThrow("energy 'band gap' is NaN at row 1");
    expect(() => composed.evaluateTerms(undefinedRow)).toThrow("energy 'band gap' is NaN at row 1");
  });

  it('takes a batch of no rows', async () => {
    const none = new Float64Array(0);
    expect((await energy.evaluate(none)).length).toBe(0);
    if (!isDifferentiable(energy)) throw new Error('the energy of a differentiable property is differentiable');
    expect((await energy.evaluateWithGradient(none)).gradient.length).toBe(0);
  });
});

describe('what a property can, its energy can', () => {
  /** A bent objective without a kink: E = (v − 2)² and its slope, as `nearTwo`. */
  const space = new CategoricalSpace({ alphabets: ['ab', 'abc', 'abc'].map((text) => [...text]) });
  const property = ring(
    space,
    [
      [0.3, -1],
      [0.2, 1.7, -0.4],
      [1, 0.1, 0.9],
    ],
    0.8,
  );

  it('differences, site energies and parameters, also in memory that is given', async () => {
    const energy = propertyEnergy(property, '1', nearTwo, 'count', space);
    await checkEnergy(energy, space, space.enumerate());
    await checkCapabilities(new Conformance('the energy'), energy, space, space.enumerate());
    expect([isLocal(energy), isSiteLocal(energy), isTrainable(energy)]).toEqual([true, true, true]);
    const plane = VectorSpace.ofDimension(2);
    const smooth = propertyEnergy(bowl([1, 3], [0, 1]), 'eV', nearTwo);
    await checkCapabilities(new Conformance('the energy'), smooth, plane, Float64Array.of(1, 2, 0.5, -1));
  });

  it('and nothing more; site energies need the space', () => {
    const plain: Property<Uint8Array> = { evaluate: (batch) => property.evaluate(batch) };
    const energy = propertyEnergy(plain, '1', nearTwo, 'count', space);
    expect([isLocal(energy), isSiteLocal(energy), isTrainable(energy)]).toEqual([false, false, false]);
    expect(isSiteLocal(propertyEnergy(property, '1', nearTwo))).toBe(false);
  });

  it('site energies of states that change under the property’s memory of batches', () => {
    const known = new WeakMap<object, Float64Array>();
    const remembering: Property<Uint8Array> = {
      ...property,
      evaluate: (batch) => {
        const values = known.get(batch) ?? (property.evaluate(batch) as Float64Array);
        known.set(batch, values);
        return values;
      },
    };
    const [plain, shared] = [property, remembering].map((of) => propertyEnergy(of, '1', nearTwo, 'count', space));
    if (!isSiteLocal(plain!) || !isSiteLocal(shared!)) return expect.unreachable();
    const batch = Uint8Array.of(0, 0, 0);
    const [expected, found] = [new Float64Array(3), new Float64Array(3)];
    for (const value of [0, 1, 2]) {
      batch[1] = value;
      plain.siteEnergies(batch, Int32Array.of(2), expected);
      shared.siteEnergies(batch, Int32Array.of(2), found);
      expect(found).toEqual(expected);
    }
  });

  it('slopes of sites, by the chain rule', async () => {
    const slopes = exactSlopes(property, space);
    const energy = propertyEnergy(slopes, '1', nearTwo);
    await checkEnergy(energy, space, space.enumerate());
    if (!isSiteSloped(energy)) return expect.unreachable();
    const states = Uint8Array.of(0, 2, 1);
    const [value, own] = [await energy.evaluateWithSlopes(states), await slopes.evaluateWithSlopes(states)];
    expect([...value.slopes]).toEqual([...own.slopes].map((s) => (s === Infinity ? s : 2 * (own.energy[0]! - 2) * s)));
    expect([...value.energy]).toEqual([(own.energy[0]! - 2) ** 2]);
  });
});
