import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import { any } from '../energy/any.js';
import type { Decomposable, Differentiable, Energy, Local, Trainable } from '../energy/energy.js';
import { not } from '../energy/not.js';
import { exactSlopes } from '../energy/site-slopes.js';
import { Ising } from '../models/ising.js';
import { Potts } from '../models/potts.js';
import { randomStream } from '../numerics/random-stream.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { latticeBonds } from '../state/lattice.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkEnergy } from './check-energy.js';
import { curvedSites } from './sloped-sites.js';
import { tabulatedEnergy } from './tabulated-energy.js';

const plane = VectorSpace.ofDimension(2);
const points = plane.random(randomStream(1, 'points'), 6);

/** x² + 3 sin y. */
const wave: Differentiable<VectorBatch> & Local<VectorBatch> = {
  evaluate: (batch) => waves(batch),
  evaluateWithGradient: (batch) => ({
    energy: waves(batch),
    gradient: batch.map((x, i) => (i % 2 === 0 ? 2 * x : 3 * Math.cos(x))),
  }),
  difference: (from, to) => waves(to).map((value, row) => value - waves(from)[row]!),
};

function waves(batch: VectorBatch): Float64Array {
  return Float64Array.from(
    { length: batch.length / 2 },
    (_, row) => batch[2 * row]! ** 2 + 3 * Math.sin(batch[2 * row + 1]!),
  );
}

/** θ₀ x + θ₁ y. */
function linear(parameterGradient: Trainable<VectorBatch>['parameterGradient']): Trainable<VectorBatch> {
  const parameters = Float64Array.of(0.5, -2);
  return {
    parameterCount: parameters.length,
    parameters: () => parameters.slice(),
    setParameters: (values) => parameters.set(values),
    evaluate: (batch) =>
      waves(batch).map((_, row) => parameters[0]! * batch[2 * row]! + parameters[1]! * batch[2 * row + 1]!),
    parameterGradient,
  };
}

const exactParameterGradient: Trainable<VectorBatch>['parameterGradient'] = (batch, weights) =>
  weights.reduce((sum, weight, row) => {
    sum[0]! += weight * batch[2 * row]!;
    sum[1]! += weight * batch[2 * row + 1]!;
    return sum;
  }, new Float64Array(2));

const term = (name: string, energy: Energy<VectorBatch>, weight = 1) => ({ name, energy, weight });

describe('checkEnergy passes', () => {
  it.each<[string, Energy<VectorBatch>]>([
    ['a differentiable and local energy', wave],
    [
      'compositions',
      all([term('a', any([term('b', wave, 0.3), term('c', wave, 2)])), term('d', not(term('e', wave, 0.5)))]),
    ],
    ['a trainable energy', linear(exactParameterGradient)],
  ])('%s', async (_, energy) => {
    await checkEnergy(energy, plane, points);
  });

  it('an energy with forbidden states', async () => {
    const space = CategoricalSpace.uniform(2, 2);
    await checkEnergy(tabulatedEnergy(space, [0, Number.POSITIVE_INFINITY, 1, 2]), space, space.enumerate());
  });

  it('a property that is not defined everywhere', async () => {
    const space = CategoricalSpace.uniform(2, 2);
    const property = tabulatedEnergy(space, [0, Number.NaN, 1, 2]);
    await checkEnergy(property, space, space.enumerate(), { role: 'property' });
    await expect(checkEnergy(property, space, space.enumerate(), { name: 'gap' })).rejects.toThrow(
      "energy 'gap': it is NaN at row 1; an energy is finite or +Infinity",
    );
  });
});

/** `wave` with a part replaced. */
function broken(part: Partial<Differentiable<VectorBatch> & Local<VectorBatch> & Decomposable<VectorBatch>>) {
  return { ...wave, ...part } as Energy<VectorBatch>;
}

const leaf = { name: 'wave', weight: 1, join: 'leaf', terms: [] } as const;
let calls = 0;

describe('checkEnergy finds', () => {
  it.each<[string, Energy<VectorBatch>, string]>([
    ['a value missing', { evaluate: (batch) => waves(batch).slice(1) }, 'it gives 5 values for 6 states'],
    [
      'rows that depend on each other',
      { evaluate: (batch) => waves(batch).map((e) => e + batch.length) },
      'rows one by one',
    ],
    [
      'values for no states',
      { evaluate: (batch) => (batch.length === 0 ? Float64Array.of(0) : waves(batch)) },
      'a batch of no states',
    ],
    [
      'a memory',
      { evaluate: (batch) => waves(batch).map((e) => e + (batch.length === 12 ? calls++ : 0) * 1e-11) },
      'the same batch again',
    ],
    [
      'a changed batch',
      {
        evaluate: (batch) => {
          const e = waves(batch);
          batch.set(batch.map(Math.abs));
          return e.map(() => 1);
        },
      },
      'changed the batch',
    ],
    [
      'a wrong gradient',
      broken({ evaluateWithGradient: (batch) => ({ energy: waves(batch), gradient: batch.map((x) => 2 * x) }) }),
      'the gradient at row 0, coordinate 1 is',
    ],
    [
      'another energy beside the gradient',
      broken({ evaluateWithGradient: (batch) => ({ energy: waves(batch).map((e) => e + 1), gradient: batch }) }),
      'the energy beside the gradient',
    ],
    [
      'a wrong difference',
      broken({ difference: (from, to) => waves(to).map((e, row) => e + waves(from)[row]!) }),
      'energy plus difference',
    ],
    [
      'terms that do not add up',
      broken({
        evaluateTerms: (batch) => ({
          ...leaf,
          join: 'all',
          energy: waves(batch),
          terms: [{ ...leaf, weight: 0.5, energy: waves(batch) }],
        }),
      }),
      "term 'wave' against 'all' of its terms",
    ],
    [
      'two terms of one name',
      broken({
        evaluateTerms: (batch) => ({
          ...leaf,
          join: 'all',
          energy: waves(batch),
          terms: [0.5, 0.5].map((weight) => ({ ...leaf, weight, energy: waves(batch) })),
        }),
      }),
      'have one name',
    ],
    [
      'a parameter gradient without row weights',
      linear((batch) => exactParameterGradient(batch, new Float64Array(batch.length / 2).fill(1))),
      'weighted sum over its rows',
    ],
  ])('%s', async (_, energy, message) => {
    await expect(checkEnergy(energy, plane, points.slice())).rejects.toThrow(message);
  });
});

describe('checkEnergy finds, in energies of sites,', () => {
  const space = CategoricalSpace.onLattice([3], 2, false);
  const batch = space.enumerate();
  const chain = () => new Ising({ space, bonds: latticeBonds(space.lattice!), coupling: 1, field: 0.5 });

  /** The Ising chain with a part replaced. */
  function broken(part: Partial<Record<keyof Ising<Uint8Array>, unknown>>): Ising<Uint8Array> {
    const whole = chain();
    return new Proxy(whole, {
      get: (_, name) => {
        if (name in part) return part[name as keyof typeof part];
        const member = Reflect.get(whole, name);
        return typeof member === 'function' ? member.bind(whole) : member;
      },
    });
  }

  it.each<[string, Parameters<typeof broken>[0], string]>([
    [
      'a neighbour left out of the energies',
      { siteEnergies: (_: Uint8Array, __: Int32Array, into: Float64Array) => into.fill(0) },
      'the energies of single sites against recomputation: row 0, site 0, value 1',
    ],
    [
      'a neighbour left out of the graph',
      { siteGraph: { offsets: Int32Array.of(0, 0, 1, 2), neighbours: Int32Array.of(2, 1) } },
      'sites 1 and 0 are no neighbours in its graph, and depend on each other',
    ],
    ['other classes', { classEnergies: () => new Float64Array(10) }, 'the energies of classes'],
    [
      'the wrong sign of a derivative',
      {
        parameterGradient: (states: Uint8Array, weights: Float64Array) =>
          chain()
            .parameterGradient(states, weights)
            .map((x) => -x),
      },
      'its derivative by parameter 0 is',
    ],
  ])('%s', async (_, part, message) => {
    await checkEnergy(chain(), space, batch);
    await expect(checkEnergy(broken(part), space, batch)).rejects.toThrow(message);
  });
});

describe('checkEnergy, of slopes,', () => {
  const space = new CategoricalSpace({ alphabets: [['a', 'b', 'c'], ['a', 'b'], ['x'], ['a', 'b']] });
  const batch = space.enumerate();
  const bonds = Int32Array.of(0, 1, 1, 3, 0, 3);
  const potts = exactSlopes(new Potts({ space, bonds, coupling: 0.7 }), space);
  const curve = { value: (u: number) => u * u, derivative: (u: number) => 2 * u };
  const weights = Array.from({ length: 12 }, (_, i) => Math.sin(i));
  const bent = curvedSites(space, weights, curve);
  const straight = curvedSites(space, weights, { value: (u) => u, derivative: () => 1 });

  it('passes estimates, and exact ones of pairs and of sites alone', async () => {
    const spins = CategoricalSpace.onLattice([2, 3], 2, false);
    const ising = new Ising({ space: spins, bonds: latticeBonds(spins.lattice!), coupling: 1, field: 0.3 });
    await checkEnergy(exactSlopes(ising, spins), spins, spins.enumerate(), { slopes: 'exact' });
    await checkEnergy(potts, space, batch, { slopes: 'exact' });
    await checkEnergy(straight, space, batch, { slopes: 'exact' });
    await checkEnergy(bent, space, batch);
    await expect(checkEnergy(bent, space, batch, { slopes: 'exact' })).rejects.toThrow('exact slopes: row 0, site 0');
  });

  /** `potts` with slopes changed. */
  function changed(change: (slopes: Float64Array, batch: CategoricalBatch) => Float64Array): typeof potts {
    return {
      evaluate: (states) => potts.evaluate(states),
      evaluateWithSlopes: async (states) => {
        const found = await potts.evaluateWithSlopes(states);
        return { ...found, slopes: change(found.slopes, states) };
      },
    };
  }

  const oneMore = changed((slopes) => Float64Array.of(...slopes, 0));
  let called = 0;

  it.each<[string, typeof potts, string]>([
    ['a slope too many', oneMore, 'it gives 145 slopes where 144 are expected'],
    [
      'another energy beside them',
      {
        ...potts,
        evaluateWithSlopes: async (states) => ({
          ...(await potts.evaluateWithSlopes(states)),
          energy: new Float64Array(space.size(states)),
        }),
      },
      'the energy beside the slopes',
    ],
    ['a memory', changed((slopes) => slopes.map((slope) => slope + called++)), 'the slopes of the same batch'],
    [
      'rows that depend on each other',
      changed((slopes, states) => slopes.map((slope, i) => slope + (i % 3) * states.length)),
      'the slopes of the batch against its rows one by one',
    ],
    [
      'a value that is not there',
      changed((slopes) => slopes.map((s) => (s === Infinity ? 0 : s))),
      'where the site has no such value',
    ],
    [
      'a wall that is none',
      changed((slopes) => slopes.map((s, i) => (i % 12 === 0 ? Infinity : s))),
      'where the site has that value',
    ],
    [
      'a forbidden move that is allowed',
      changed((slopes, states) =>
        slopes.map((s, i) => (i % 12 === 0 && states[4 * Math.floor(i / 12)] !== 0 ? Infinity : s)),
      ),
      'value 0 is Infinity, and forbids a state that is allowed',
    ],
    ['no number', changed((slopes) => slopes.map((s, i) => (i % 12 === 1 ? Number.NaN : s))), 'value 1 is NaN'],
  ])('finds %s', async (_, energy, message) => {
    await expect(checkEnergy(energy, space, batch)).rejects.toThrow(message);
  });
});
