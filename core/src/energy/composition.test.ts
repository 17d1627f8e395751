import { describe, expect, it } from 'vitest';
import { NonFiniteEnergyError } from '../errors/design-error.js';
import type { VectorBatch } from '../state/vector-space.js';
import { all } from './all.js';
import { any } from './any.js';
import {
  type Differentiable,
  type Energy,
  isDecomposable,
  isDifferentiable,
  isLocal,
  type Local,
  type TermTree,
} from './energy.js';
import reference from './fixtures/composition.json' with { type: 'json' };
import { not } from './not.js';

const infinity = Number.POSITIVE_INFINITY;

/** k/2 · (x − centre)² of each row of a one-dimensional batch. */
function parabola(k: number, centre: number): Differentiable<VectorBatch> {
  return {
    evaluate: (batch) => batch.map((x) => (k / 2) * (x - centre) ** 2),
    evaluateWithGradient: (batch) => ({
      energy: batch.map((x) => (k / 2) * (x - centre) ** 2),
      gradient: batch.map((x) => k * (x - centre)),
    }),
  };
}

/** The same energies whatever the batch. */
function fixed(...values: number[]): Energy<unknown> {
  return { evaluate: () => Float64Array.from(values) };
}

function term<B>(name: string, energy: Energy<B>, weight = 1) {
  return { name, energy, weight };
}

const first = parabola(1, 0);
const second = parabola(4, 3);

/** Points −30 … 30, 10⁻³ apart: the trapezoidal rule is exact to rounding for Gaussians of these widths. */
const spacing = 1e-3;
const line = Float64Array.from({ length: 60_001 }, (_, i) => -30 + i * spacing);

/** ∫ e^(−E), and mean and variance under it. */
async function moments(energy: Energy<VectorBatch>) {
  const weights = (await energy.evaluate(line)).map((value) => Math.exp(-value) * spacing);
  const integral = weights.reduce((a, b) => a + b);
  const mean = weights.reduce((sum, weight, i) => sum + weight * line[i]!, 0) / integral;
  const variance = weights.reduce((sum, weight, i) => sum + weight * (line[i]! - mean) ** 2, 0) / integral;
  return { integral, mean, variance, weights };
}

describe('the distributions of compositions, by quadrature', () => {
  it('all is the product of experts', async () => {
    const { integral, mean, variance } = await moments(all([term('first', first), term('second', second)]));
    expect(mean).toBeCloseTo(reference.product.mean, 9);
    expect(variance).toBeCloseTo(reference.product.variance, 9);
    expect(Math.log(integral)).toBeCloseTo(reference.product.logIntegral, 7);
  });

  it('any is the mixture, with the terms’ own partition functions', async () => {
    const mixture = await moments(any([term('first', first), term('second', second)]));
    const { weights } = await moments(first);
    expect(Math.log(mixture.integral)).toBeCloseTo(reference.mixture.logPartition, 7);
    const share = weights.reduce((a, b) => a + b) / mixture.integral;
    expect(share).toBeCloseTo(reference.mixture.shareOfFirst, 9);
  });

  it('all with not takes a term away', async () => {
    const energy = all([term('first', first), term('not wide', not(term('wide', parabola(1 / 4, 0), 0.5)))]);
    const { variance } = await moments(energy);
    expect(variance).toBeCloseTo(reference.negation.variance, 8);
  });

  it('weights are powers in all and shares in any', async () => {
    const product = await all([term('first', first, 2), term('second', second, 0.5)]).evaluate(Float64Array.of(1.5));
    expect(product[0]).toBeCloseTo(2 * 1.125 + 0.5 * 4.5, 14);
    const mixture = await any([term('first', first, 2), term('second', second, 0.5)]).evaluate(Float64Array.of(1.5));
    expect(mixture[0]).toBeCloseTo(-Math.log(2 * Math.exp(-1.125) + 0.5 * Math.exp(-4.5)), 14);
  });
});

describe('gradients', () => {
  const nested = all([
    term('mix', any([term('first', first, 0.3), term('second', second, 2)]), 1.5),
    term('away', not(term('bump', parabola(0.2, -1), 0.7))),
  ]);

  it('agree with central differences', async () => {
    if (!isDifferentiable(nested)) throw new Error('a composition of differentiable terms is differentiable');
    const points = Float64Array.of(-4, -0.3, 0, 1.2, 1.9, 2.4, 7);
    const { energy, gradient } = await nested.evaluateWithGradient(points);
    expect(energy).toEqual(await nested.evaluate(points));
    const h = 1e-5;
    const above = await nested.evaluate(points.map((x) => x + h));
    const below = await nested.evaluate(points.map((x) => x - h));
    points.forEach((_, i) => {
      expect(gradient[i]).toBeCloseTo((above[i]! - below[i]!) / (2 * h), 6);
    });
  });

  it('are there only where every term has one', () => {
    const flat: Energy<VectorBatch> = { evaluate: (batch) => new Float64Array(batch.length) };
    const terms = [term('first', first), term('flat', flat)];
    expect(isDifferentiable(all(terms))).toBe(false);
    expect(isDifferentiable(any(terms))).toBe(false);
    expect(isDifferentiable(not(term('flat', flat)))).toBe(false);
  });

  it('are 0, not NaN, where every term of any forbids the state or the one that does not is flat', async () => {
    const wall: Differentiable<VectorBatch> = {
      evaluate: (batch) => batch.map((x) => (x < 0 ? infinity : 0)),
      evaluateWithGradient: (batch) => ({
        energy: batch.map((x) => (x < 0 ? infinity : 0)),
        gradient: batch.map(() => 0),
      }),
    };
    const either = any([term('wall', wall), term('other', wall)]);
    if (!isDifferentiable(either)) throw new Error('a mixture of differentiable terms is differentiable');
    const { energy, gradient } = await either.evaluateWithGradient(Float64Array.of(-1, 1));
    expect([...energy]).toEqual([infinity, -Math.log(2)]);
    expect([...gradient]).toEqual([0, 0]);
  });
});

describe('forbidden states and broken terms', () => {
  it('all forbids what any term forbids; any forbids what all terms forbid', async () => {
    const terms = [term('a', fixed(infinity, 0, infinity)), term('b', fixed(1, 2, infinity))];
    expect([...(await all(terms).evaluate(0))]).toEqual([infinity, 2, infinity]);
    const mixture = await any(terms).evaluate(0);
    expect(mixture[0]).toBe(1);
    expect(mixture[2]).toBe(infinity);
  });

  it('any is exact far from zero, where exponentials would overflow', async () => {
    const deep = await any([term('a', fixed(-2000, 2000)), term('b', fixed(-2000, 2000))]).evaluate(0);
    expect(deep[0]).toBeCloseTo(-2000 - Math.log(2), 10);
    expect(deep[1]).toBeCloseTo(2000 - Math.log(2), 10);
  });

  it.each([
    ['all', all([term('good', fixed(1, 2)), term('bad', fixed(0, Number.NaN))]), 'bad', 1],
    ['any', any([term('good', fixed(1, 2)), term('bad', fixed(Number.NEGATIVE_INFINITY, 0))]), 'bad', 0],
    ['not', not(term('wall', fixed(0, infinity))), 'not wall', 1],
    ['nested', all([term('outer', any([term('inner', fixed(0, Number.NaN))]))]), 'inner', 1],
  ])('%s names the term and the row that has no energy', (_, energy, name, row) => {
    const fault = expect.objectContaining({ name: 'NonFiniteEnergyError', term: name, row });
    expect(() => energy.evaluate(0)).toThrow(NonFiniteEnergyError);
    expect(() => energy.evaluate(0)).toThrow(fault);
    expect(() => energy.evaluateTerms(0)).toThrow(fault);
  });

  it.each([0, -1, Number.NaN, infinity])('a weight of %d is refused', (weight) => {
    const terms = [term('good', fixed(1)), term('bad', fixed(1), weight)];
    expect(() => all(terms)).toThrow(`weight of 'bad' is ${weight}; it must be finite and > 0`);
    expect(() => any(terms)).toThrow(`weight of 'bad' is ${weight}; it must be finite and > 0`);
    expect(() => not(term('bad', fixed(1), weight))).toThrow(`strength of 'not' is ${weight}`);
  });

  it('no terms and equal names are refused, with every fault', () => {
    expect(() => all([])).toThrow("'all' has no terms");
    const terms = [term('a', fixed(1), -1), term('a', fixed(1))];
    expect(() => any(terms)).toThrow(/weight of 'a' is -1[\s\S]*two terms are named 'a'/);
  });
});

describe('term trees', () => {
  it('carry names, weights and joins, and add up to the total', async () => {
    const energy = all([
      term('mix', any([term('first', first, 0.3), term('second', second, 2)]), 1.5),
      term('away', not(term('bump', parabola(0.2, -1), 0.7))),
    ]);
    const tree = await energy.evaluateTerms(Float64Array.of(-1, 2));
    const shape = ({ name, weight, join, terms }: TermTree): unknown => [name, weight, join, terms.map(shape)];
    expect(shape(tree)).toEqual([
      'all',
      1,
      'all',
      [
        [
          'mix',
          1.5,
          'any',
          [
            ['first', 0.3, 'leaf', []],
            ['second', 2, 'leaf', []],
          ],
        ],
        ['away', 1, 'not', [['bump', 0.7, 'leaf', []]]],
      ],
    ]);
    expect(tree.energy).toEqual(await energy.evaluate(Float64Array.of(-1, 2)));
    expect(isDecomposable(energy)).toBe(true);
  });

  it('wait for terms that come later', async () => {
    const later: Energy<VectorBatch> = { evaluate: async (batch) => first.evaluate(batch) };
    const energy = all([term('later', later), term('second', second)]);
    expect([...(await energy.evaluate(Float64Array.of(1)))]).toEqual([8.5]);
    expect([...(await energy.evaluateTerms(Float64Array.of(1))).energy]).toEqual([8.5]);
  });
});

describe('differences', () => {
  const local = (energy: Energy<VectorBatch>): Local<VectorBatch> => ({
    ...energy,
    difference: async (from, to) => {
      const before = await energy.evaluate(from);
      return (await energy.evaluate(to)).map((value, row) => value - before[row]!);
    },
  });
  const from = Float64Array.of(0, 1, -2);
  const to = Float64Array.of(2, 1, 5);

  it('of all and not are the weighted differences of the terms', async () => {
    const energy = all([term('first', local(first), 2), term('away', not(term('second', local(second), 0.1)))]);
    if (!isLocal(energy)) throw new Error('a composition of local terms is local');
    const before = await energy.evaluate(from);
    const after = await energy.evaluate(to);
    (await energy.difference(from, to)).forEach((change, row) => {
      expect(change).toBeCloseTo(after[row]! - before[row]!, 12);
    });
  });

  it('are there only where every term has one, and never for any', () => {
    expect(isLocal(all([term('first', local(first)), term('second', second)]))).toBe(false);
    expect(isLocal(not(term('first', first)))).toBe(false);
    expect(isLocal(any([term('first', local(first))]))).toBe(false);
  });
});

describe('terms that do not fit together', () => {
  it.each([
    ['all', all],
    ['any', any],
  ] as const)('%s names a term with another number of values than the first', (_name, join) => {
    for (const [a, b] of [
      [fixed(1, 2), fixed(1)],
      [fixed(1), fixed(1, 2)],
    ] as const) {
      expect(() => join([term('a', a), term('b', b)]).evaluate({})).toThrow(/energy 'b' gave \d values where 'a' gave/);
    }
  });
});
