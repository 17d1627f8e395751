import { describe, expect, it } from 'vitest';
import { CategoricalSpace } from '../state/categorical-space.js';
import { heldVariables, variableIndices } from '../state/held-variables.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { all } from './all.js';
import { any } from './any.js';
import { constraint } from './constraint.js';
import {
  type Energy,
  isClamped,
  isNormalised,
  isSiteLocal,
  isTailed,
  isTrainable,
  type Property,
  type Tailed,
} from './energy.js';
import reference from './fixtures/composition.json' with { type: 'json' };
import { bowl, ring } from './fixtures/sample-energies.js';
import { given } from './given.js';
import { not } from './not.js';
import { propernessOf, requireProper } from './properness.js';
import { tempered } from './tempered.js';
import { unknownPartitions } from './unknown-partitions.js';

function term<B>(name: string, energy: Energy<B>, weight = 1) {
  return { name, energy, weight };
}

const infinity = Number.POSITIVE_INFINITY;
const line = VectorSpace.ofDimension(1);
const plane = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);

const spacing = 1e-3;
const grid = Float64Array.from({ length: 60_001 }, (_, i) => -30 + i * spacing);

async function logIntegral(energy: Energy<VectorBatch>): Promise<number> {
  const values = await energy.evaluate(grid);
  return Math.log(values.reduce((sum, value) => sum + Math.exp(-value) * spacing, 0));
}

describe('given', () => {
  const bent: Energy<VectorBatch> = {
    evaluate: (batch) =>
      Float64Array.from({ length: batch.length / 2 }, (_, r) => batch[2 * r]! * batch[2 * r + 1]! ** 2),
  };

  it('is the energy with coordinates put to their values', async () => {
    const energy = given(term('bent', bent, 2), heldVariables(plane, new Map([['y', 3]]), []), plane);
    expect([...(await energy.evaluate(Float64Array.of(1, 0, 5, 9)))]).toEqual([18, 90]);
    expect([...energy.clamp.indices]).toEqual([1]);
    const tree = await energy.evaluateTerms(Float64Array.of(1, 0));
    expect(tree).toMatchObject({ join: 'given', terms: [{ name: 'bent', weight: 2 }] });
    expect([...tree.terms[0]!.energy]).toEqual([9]);
  });

  it('names sites by number and group, and values by name', () => {
    const layers = new CategoricalSpace({
      alphabets: [[...'AC'], [...'AC'], [...'AC']],
      groups: [
        { name: 'visible', first: 0, count: 2 },
        { name: 'hidden', first: 2, count: 1 },
      ],
    });
    expect([...variableIndices(layers, ['hidden', 0], [])]).toEqual([0, 2]);
    const held = heldVariables(
      layers,
      new Map<string | number, string>([
        ['visible', 'C'],
        [2, 'A'],
      ]),
      [],
    );
    expect([[...held.indices], [...held.values]]).toEqual([
      [0, 1, 2],
      [1, 1, 0],
    ]);
    const refused = (name: string | number, value: string | number) => () =>
      heldVariables(layers, new Map([[name, value]]), ['at']);
    expect(refused('visibel', 'A')).toThrow("at.visibel: there is no site 'visibel'; did you mean 'visible'?");
    expect(refused(3, 'A')).toThrow("at.3: there is no site '3'; allowed: 0 to 2, or 'visible', 'hidden'");
    expect(refused('hidden', 'G')).toThrow("at.hidden: site 2 has no value 'G'; allowed: A, C");
    expect(() => heldVariables(plane, new Map([['x', 'one']]), ['at'])).toThrow("coordinate 'x' cannot be one");
    expect(() => variableIndices(plane, ['x', 0], ['latents'])).toThrow("latents.1: coordinate 'x' is named twice");
    expect(() => variableIndices(line, ['position'], ['latents'])).toThrow('position[0]');
  });

  it('is clamped in compositions only where all terms are, at one value', () => {
    const at = (value: number) => given(term('bent', bent), heldVariables(plane, new Map([['y', value]]), []), plane);
    const clampOf = (energy: Energy<VectorBatch>) => (isClamped(energy) ? [...energy.clamp.values] : undefined);
    expect(clampOf(all([term('a', at(1)), term('b', at(1))]))).toEqual([1]);
    expect(clampOf(not(term('a', at(1))))).toEqual([1]);
    expect(clampOf(all([term('a', at(1)), term('b', at(2))]))).toBeUndefined();
    expect(clampOf(any([term('a', at(1)), term('b', bent)]))).toBeUndefined();
    const twice = given(term('inner', at(1)), heldVariables(plane, new Map([['x', 4]]), []), plane);
    expect(clampOf(twice)).toEqual([4, 1]);
  });

  it('takes the edges of held sites out of the graph', () => {
    const space = CategoricalSpace.uniform(4, 2);
    const energy = given(
      term('ring', ring(space, Array(4).fill([0, 0]), 1)),
      { indices: Int32Array.of(1), values: Float64Array.of(0) },
      space,
    );
    if (!isSiteLocal(energy)) throw new Error('site energies survive');
    expect([...energy.siteGraph!.offsets]).toEqual([0, 1, 1, 2, 4]);
    expect([...energy.siteGraph!.neighbours]).toEqual([3, 3, 2, 0]);
  });
});

describe('tempered', () => {
  it('flattens one term: in all it is a weight, in any it is not', async () => {
    const one = term('one', bowl([1], [0]));
    const other = term('other', bowl([4], [3]));
    const at = Float64Array.of(1.5);
    const energy = (value: Energy<VectorBatch>) => (value.evaluate(at) as Float64Array)[0]!;
    const warm = term('warm', tempered({ ...one, weight: 0.25 }));
    expect(energy(all([warm, other]))).toBeCloseTo(energy(all([{ ...one, weight: 0.25 }, other])), 14);
    expect(energy(any([warm, other]))).toBeCloseTo(-Math.log(Math.exp(-0.25 * 1.125) + Math.exp(-4.5)), 14);
    expect(energy(any([{ ...one, weight: 0.25 }, other]))).toBeCloseTo(
      -Math.log(0.25 * Math.exp(-1.125) + Math.exp(-4.5)),
      14,
    );
    expect(() => tempered({ ...one, weight: 0 })).toThrow("beta of 'temper' is 0; it must be finite and > 0");
  });

  it('keeps β out of the parameters', () => {
    const warm = tempered(term('one', bowl([1], [0.5]), 0.25));
    expect(isTrainable(warm) && [...warm.parameters()]).toEqual([0.5]);
  });
});

describe('constraint', () => {
  const property: Property<VectorBatch> = { evaluate: (batch) => batch.map((x) => (x === 9 ? Number.NaN : x)) };
  it('allows a range, ends included, and forbids what has no value', async () => {
    const energy = constraint(property, 'm', { low: -1, high: 2 }, { name: 'x' });
    const states = Float64Array.of(-1.01, -1, 0, 2, 2.01, 9);
    expect([...(await energy.evaluate(states))]).toEqual([infinity, 0, 0, 0, infinity, infinity]);
    const tree = await energy.evaluateTerms(states);
    expect(tree).toMatchObject({ name: 'x', join: 'leaf', unit: 'm', weight: 1 });
    expect(tree.value![0]).toBe(-1.01);
    expect([...(await constraint(property, 'm', { high: 0 }).evaluate(Float64Array.of(-1e300, 1)))]).toEqual([
      0,
      infinity,
    ]);
  });

  it('refuses ranges that forbid nothing or everything', () => {
    expect(() => constraint(property, 'm', {})).toThrow('a constraint needs low, high or both');
    expect(() => constraint(property, 'm', { low: 2, high: 1 })).toThrow('a constraint from 2 to 1 allows nothing');
    expect(() => constraint(property, 'm', { low: Number.NaN })).toThrow('allows nothing');
  });
});

describe('partition functions', () => {
  const first = term('first', bowl([1], [0]), 0.5);
  const second = term('second', bowl([4], [3], -2), 0.5);

  it('divide the terms of a mixture, so that weights are shares', async () => {
    const mixture = any([first, second], { logPartitions: 'known' });
    expect(await logIntegral(mixture)).toBeCloseTo(0, 9);
    const share = grid.findIndex((x) => x >= 2.2);
    const left = (await mixture.evaluate(grid))
      .slice(0, share)
      .reduce((sum, value) => sum + Math.exp(-value) * spacing, 0);
    // Φ(2.2) ½ + Φ(−1.6) ½, Φ(2.2) = 0.986097, Φ(−1.6) = 0.054799 (Abramowitz & Stegun, table 26.1).
    expect(left).toBeCloseTo(0.5 * (0.986097 + 0.054799), 3);
    const logPartitions = [0.5 * Math.log(2 * Math.PI), 0.5 * Math.log(Math.PI / 2) + 2];
    const numbers = any([first, second], { logPartitions });
    expect((await numbers.evaluate(Float64Array.of(1)))[0]).toBeCloseTo(
      (await mixture.evaluate(Float64Array.of(1)))[0]!,
      13,
    );
  });

  it('are known of mixtures at β = 1, of single terms at every β, of tempered ones', async () => {
    const one = { name: 'first', energy: bowl([1], [0]), weight: 1 };
    const equal = any([one, { name: 'second', energy: bowl([4], [3]), weight: 1 }]);
    if (!isNormalised(equal)) throw new Error('a mixture of normalised terms is normalised');
    expect(equal.logPartition(1)).toBeCloseTo(reference.mixture.logPartition, 8);
    expect(equal.logPartition(1)).toBeCloseTo(await logIntegral(equal), 9);
    expect(equal.logPartition(2)).toBeUndefined();
    for (const energy of [
      all([{ ...one, weight: 3 }]),
      tempered({ ...one, weight: 3 }),
      any([{ ...one, weight: 3 }]),
    ]) {
      if (!isNormalised(energy)) throw new Error('one term keeps its partition function');
      const atTwo: Energy<VectorBatch> = {
        evaluate: async (batch) => (await energy.evaluate(batch)).map((value) => 2 * value),
      };
      expect(energy.logPartition(2)).toBeCloseTo(await logIntegral(atTwo), 9);
    }
    expect(isNormalised(all([first, second]))).toBe(false);
    expect(isNormalised(not(first))).toBe(false);
  });

  it('that are unknown are refused where they are needed, and named where they are not', () => {
    const flat: Energy<VectorBatch> = { evaluate: (batch) => new Float64Array(batch.length) };
    const terms = [first, term('flat', flat)];
    expect(() => any(terms, { logPartitions: 'known' })).toThrow(
      "'flat' is not known in closed form; estimate it, or give it",
    );
    expect(() => any(terms, { logPartitions: [1, Number.NaN] })).toThrow("'flat' is NaN; it must be finite");
    expect(() => any(terms, { logPartitions: [1] })).toThrow('1 partition functions were given for 2 terms');
    expect(unknownPartitions(any(terms))).toEqual(['flat']);
    expect(unknownPartitions(any(terms, { logPartitions: [1, 2] }))).toEqual([]);
    const nested = all([term('mix', any(terms)), term('away', not(term('inner', any([term('flat', flat), first]))))]);
    expect(unknownPartitions(nested)).toEqual(['mix.flat', 'away.inner.flat']);
  });

  it('hold the parameters of the terms: only weights are learned', () => {
    expect(any([first, second]).parameterCount).toBe(4);
    expect(any([first, second], { logPartitions: 'known' }).parameterCount).toBe(2);
  });
});

describe('weights as parameters', () => {
  it('change the energy for all who hold it, and are refused where they are none', async () => {
    const sum = all([term('a', bowl([2], [0]), 3)]);
    const outer = not(term('sum', sum, 0.5));
    expect([...outer.parameters()]).toEqual([Math.log(0.5), Math.log(3), 0]);
    outer.setParameters(Float64Array.of(0, Math.log(4), 1));
    expect([...(await outer.evaluate(Float64Array.of(3)))]).toEqual([-16]);
    expect((await sum.evaluateTerms(Float64Array.of(3))).terms[0]!.weight).toBeCloseTo(4, 14);
    expect(() => sum.setParameters(Float64Array.of(1))).toThrow('1 parameters were given, 2 are needed');
    expect(() => sum.setParameters(Float64Array.of(Number.NaN, 0))).toThrow('parameter 0 is NaN; it must be finite');
    expect(() => sum.setParameters(Float64Array.of(-800, 0))).toThrow("ln of the weight of 'a' is -800");
  });
});

describe('properness', () => {
  const wide = (strength: number, k = 0.25) =>
    all([term('first', bowl([1], [0])), term('less', not(term('wide', bowl([k], [0]), strength)))]);
  const tailed = (tail: Tailed<VectorBatch>['tail']): Tailed<VectorBatch> => ({
    tail,
    evaluate: (batch) => new Float64Array(batch.length),
  });
  const verdict = (energy: Energy<VectorBatch>, space = line) => propernessOf(energy, space).verdict;

  it('is proved for the reference, and refused beyond the strength that the message tells', () => {
    // E = x²/2 − 0.5 · x²/8, and improper from a strength of 4 on.
    expect(verdict(wide(0.5))).toBe('proper');
    expect(verdict(wide(3.99))).toBe('proper');
    expect(() => requireProper(wide(5), line)).toThrow("the strength of 'not wide' must be below 4 (it is 5)");
    expect(propernessOf(wide(5), line).strengthLimits).toEqual([
      { name: 'wide', strength: 5, below: expect.closeTo(4, 12) },
    ]);
    // At exactly 4 the squares cancel: what is left, nobody knows.
    expect(verdict(wide(4))).toBe('unknown');
  });

  it('finds the largest strength in several dimensions, below weights and nested sums', () => {
    const form = (entries: number[]) => tailed({ growth: 'quadratic', form: Float64Array.from(entries) });
    // P = [[2, 1], [1, 2]] and N = [[1, 0], [0, 4]]: det(P − cN) = (2 − c)(2 − 4c) − 1 = 4c² − 10c + 3 is 0 at c = (5 − √13)/4.
    const energy = (strength: number) =>
      all([
        term('inner', all([term('first', form([2, 1, 1, 2]), 0.5)]), 2),
        term('less', not(term('second', form([1, 0, 0, 4]), strength)), 10),
      ]);
    const [limit] = propernessOf(energy(1), plane).strengthLimits;
    expect(limit?.below).toBeCloseTo((5 - Math.sqrt(13)) / 40, 12);
    expect(verdict(energy(limit!.below * 0.999), plane)).toBe('proper');
    expect(verdict(energy(limit!.below * 1.001), plane)).toBe('improper');
  });

  it('of a mixture needs every term, of a sum the fastest', () => {
    const [good, bad] = [bowl([1], [0]), not(term('n', bowl([1], [0])))];
    expect(verdict(any([term('a', good), term('b', bowl([5], [2]))]))).toBe('proper');
    expect(verdict(any([term('a', good), term('b', bad)]))).toBe('improper');
    expect(verdict(all([term('a', good), term('mix', any([term('b', good), term('c', bad, 3)]))]))).toBe('unknown');
    expect(verdict(all([term('a', good, 2), term('mix', any([term('b', good), term('c', bad)]))]))).toBe('proper');
    expect(verdict(all([term('a', bad, 100), term('b', tailed({ growth: 'faster' }))]))).toBe('proper');
    expect(verdict(all([term('a', good, 100), term('b', not(term('q', tailed({ growth: 'faster' }))))]))).toBe(
      'improper',
    );
    expect(verdict(tailed({ growth: 'slower' }))).toBe('unknown');
    expect(verdict(tempered(term('mix', any([term('a', good), term('b', bowl([2], [0]))]), 0.1)))).toBe('proper');
    expect(verdict(not(term('mix', any([term('a', good), term('b', bowl([2], [0]))]))))).toBe('unknown');
  });

  it('is not lost by walls and other energies that are bounded below', () => {
    const wall = constraint({ evaluate: (batch: VectorBatch) => batch }, '1', { low: 0 });
    expect(verdict(all([term('a', bowl([1], [0])), term('wall', wall)]))).toBe('proper');
    expect(verdict(wall)).toBe('unknown');
    // The wall may forbid where the rest falls: nothing is proved.
    expect(verdict(all([term('a', not(term('n', bowl([1], [0])))), term('wall', wall)]))).toBe('unknown');
  });

  it('looks only along axes without bounds that are not held', () => {
    const space = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }, { name: 'y' }]);
    const saddle = all([term('a', bowl([1, 1], [0, 0])), term('b', not(term('c', bowl([3, 0], [0, 0]))))]);
    expect(verdict(saddle, space)).toBe('proper');
    expect(() => requireProper(saddle, plane)).toThrow("falls without end along 'x'");
    const held = given(term('saddle', saddle), heldVariables(plane, new Map([['x', 1]]), []), plane);
    expect(verdict(held, plane)).toBe('proper');
    const other = given(term('bowl', bowl([1, 1], [0, 0])), heldVariables(plane, new Map([['x', 2]]), []), plane);
    expect(propernessOf(all([term('a', held), term('b', other)]), plane)).toMatchObject({
      verdict: 'improper',
      reason: "a part of it does not depend on 'x', which has no bounds",
    });
    expect(verdict(all([term('a', held), term('b', bowl([1, 1], [0, 0]))]), plane)).toBe('proper');
  });

  it('sees directions between axes, and half axes', () => {
    const twisted = tailed({ growth: 'quadratic', form: Float64Array.of(1, 2, 2, 1) });
    expect(propernessOf(twisted, plane).reason).toMatch(/falls without end along .*'x'.*'y'/);
    // Only x > 0, y > 0: there the form is positive, but not definite. Nothing is proved.
    const corner = VectorSpace.ofAxes([
      { name: 'x', low: 0 },
      { name: 'y', low: 0 },
    ]);
    expect(verdict(twisted, corner)).toBe('unknown');
    const other = tailed({ growth: 'quadratic', form: Float64Array.of(1, -2, -2, 1) });
    expect(verdict(other, corner)).toBe('improper');
  });

  it('at β = 0 needs bounds, or walls that nobody can rule out', () => {
    const bowls = bowl([1], [0]);
    expect(propernessOf(bowls, line, 0)).toMatchObject({ verdict: 'improper' });
    expect(propernessOf(tailed({ growth: 'faster' }), line, 0).verdict).toBe('improper');
    expect(propernessOf(bowls, line, 1e-300).verdict).toBe('proper');
    expect(() => requireProper(bowls, line, 0, 'betaHot')).toThrow(
      /at betaHot = 0: a uniform density along '.+', which has no bounds.*bound the axes, or take betaHot > 0/,
    );
    expect(propernessOf(bowls, VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }]), 0).verdict).toBe('proper');
    const wall = constraint({ evaluate: (batch: VectorBatch) => batch }, '1', { low: 0, high: 1 });
    expect(propernessOf(all([term('a', bowls), term('wall', wall)]), line, 0).verdict).toBe('unknown');
    expect(propernessOf({ evaluate: (batch: VectorBatch) => batch }, line, 0).verdict).toBe('unknown');
  });

  it('is there in finite spaces, and unknown in others', () => {
    const strings = CategoricalSpace.uniform(3, 2);
    const energy: Energy<Uint8Array> = { evaluate: (batch) => new Float64Array(batch.length / 3) };
    expect(propernessOf(not(term('a', energy)), strings).verdict).toBe('proper');
    expect(isTailed(energy)).toBe(false);
    expect(verdict({ evaluate: (batch) => batch.map((x) => x * x) })).toBe('unknown');
  });
});

describe('site graphs', () => {
  it('of sums are unions; mixtures couple everything, and need the space', () => {
    const space = CategoricalSpace.uniform(4, 2);
    const fields = Array(4).fill([0, 1]);
    const pair = {
      ...ring(space, fields, 0),
      siteGraph: { offsets: Int32Array.of(0, 1, 1, 2, 2), neighbours: Int32Array.of(2, 0) },
    };
    const sum = all([term('ring', ring(space, fields, 1)), term('pair', pair)]);
    if (!isSiteLocal(sum)) throw new Error('a sum of site-local terms is site-local');
    expect([...sum.siteGraph!.neighbours.slice(0, sum.siteGraph!.offsets[1])]).toEqual([1, 2, 3]);
    expect(isSiteLocal(any([term('ring', ring(space, fields, 1))]))).toBe(false);
    const mixture = any([term('ring', ring(space, fields, 1)), term('pair', pair)], { space });
    expect(isSiteLocal(mixture) && mixture.siteGraph).toBeUndefined();
  });
});
