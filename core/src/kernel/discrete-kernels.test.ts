import { describe, expect, it } from 'vitest';
import type { Energy, SiteLocal, SiteSloped, ValueAndSlopes } from '../energy/energy.js';
import { exactSlopes } from '../energy/site-slopes.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError } from '../errors/design-error.js';
import { Ising } from '../models/ising.js';
import { Pairwise } from '../models/pairwise.js';
import { Potts } from '../models/potts.js';
import { RestrictedBoltzmann } from '../models/restricted-boltzmann.js';
import { randomStream } from '../numerics/random-stream.js';
import { siteFlip } from '../proposal/site-flip.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { latticeBonds } from '../state/lattice.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkKernelInvariance, transitionMatrix } from '../testing/check-kernel.js';
import { curvedSites, slopedTable } from '../testing/sloped-sites.js';
import { tabulatedSites } from '../testing/tabulated-energy.js';
import { blockedGibbsKernel } from './blocked-gibbs.js';
import { ChainStreams } from './chain-streams.js';
import { discreteLangevinKernel } from './discrete-langevin.js';
import { gibbsKernel } from './gibbs.js';
import { gibbsWithGradientsKernel } from './gibbs-with-gradients.js';
import type { ChainState, Kernel } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { metropolisKernel } from './metropolis.js';

type Maker = (target: KernelTarget<CategoricalBatch>) => Kernel<CategoricalBatch>;

/** Every kernel of sites: how it is made, and whether it claims detailed balance. */
const kernels: readonly (readonly [string, boolean, Maker])[] = [
  ['gibbs, random order, one site', true, (target) => gibbsKernel(target, { order: 'random', updates: 1 })],
  ['gibbs, random order', true, (target) => gibbsKernel(target, { order: 'random', updates: 3 })],
  ['gibbs, systematic order', false, (target) => gibbsKernel(target, { order: 'systematic' })],
  ['blocked gibbs', false, (target) => blockedGibbsKernel(target)],
  ['blocked gibbs, random order', true, (target) => blockedGibbsKernel(target, 'random')],
  ['gibbs with gradients', true, (target) => gibbsWithGradientsKernel(target)],
  ['discrete langevin, small steps', true, (target) => discreteLangevinKernel(target, 0.3)],
  ['discrete langevin, large steps', true, (target) => discreteLangevinKernel(target, 5)],
  [
    'metropolis over site-flip',
    true,
    (target) => metropolisKernel({ ...target, proposal: siteFlip(target.space as CategoricalSpace) }),
  ],
];

const infinity = Number.POSITIVE_INFINITY;
const square = CategoricalSpace.onLattice([2, 2], 2, false);
const ring = CategoricalSpace.onLattice([3], 3);
const four = CategoricalSpace.uniform(4, 2);
const unlike = new CategoricalSpace({ alphabets: [['a', 'b', 'c'], ['a', 'b'], ['x'], ['a', 'b']] });
const rough = (count: number) => Array.from({ length: count }, (_, i) => 2 * Math.sin(7 * i + 1) + (i % 3));

const targets: readonly (readonly [string, CategoricalSpace, SiteLocal<CategoricalBatch>, number])[] = [
  ['Ising', square, new Ising({ space: square, bonds: latticeBonds(square.lattice!), coupling: 0.7, field: 0.3 }), 0.9],
  ['a table over 2⁴ states', four, tabulatedSites(four, rough(16)), 1],
  ['a table over 2⁴ states at β = 0', four, tabulatedSites(four, rough(16)), 0],
  [
    '2⁴ states, some of them forbidden',
    four,
    tabulatedSites(
      four,
      rough(16).map((e, i) => (i % 5 === 2 ? infinity : e)),
    ),
    1,
  ],
  ['Potts, 3³ states', ring, new Potts({ space: ring, bonds: latticeBonds(ring.lattice!), coupling: 1 }), 0.8],
  [
    'a table over 3³ states',
    CategoricalSpace.uniform(3, 3),
    tabulatedSites(CategoricalSpace.uniform(3, 3), rough(27)),
    0.6,
  ],
  ['sites with other values', unlike, tabulatedSites(unlike, rough(12)), 1],
];

describe.each(targets)('%s', (_, space, energy, beta) => {
  it.each(kernels)('is invariant under %s', async (name, isReversible, make) => {
    const kernel = make({ space, energy });
    await checkKernelInvariance(kernel, space, space.enumerate(), energy, { name, beta, isReversible });
  });
});

describe('by slopes alone', () => {
  const guided = kernels.filter(([name]) => name.includes('gradients') || name.includes('langevin'));
  const curve = {
    value: (u: number) => u * u + Math.sin(3 * u),
    derivative: (u: number) => 2 * u + 3 * Math.cos(3 * u),
  };
  const anySlopes = (i: number) => (i % 11 === 6 ? infinity : 4 * Math.sin(5 * i));
  const targets: readonly (readonly [string, CategoricalSpace, SiteSloped<CategoricalBatch>, number])[] = [
    ['a curve of a sum over 2⁴ states', four, curvedSites(four, rough(8), curve), 1],
    ['a curve of a sum over sites with other values', unlike, curvedSites(unlike, rough(12), curve), 0.7],
    ['a curve of a sum at β = 0', four, curvedSites(four, rough(8), curve), 0],
    ['slopes that mean nothing, over 2⁴ states', four, slopedTable(four, rough(16), anySlopes), 1],
    ['slopes that are no numbers', four, slopedTable(four, rough(16), (i) => (i % 7 === 1 ? Number.NaN : i % 3)), 1],
    [
      'forbidden states of which slopes do not know',
      four,
      slopedTable(
        four,
        rough(16).map((e, i) => (i % 5 === 2 ? infinity : e)),
        Math.sin,
      ),
      1,
    ],
    [
      'forbidden states at β = 0',
      four,
      slopedTable(
        four,
        rough(16).map((e, i) => (i % 5 === 2 ? infinity : e)),
        Math.sin,
      ),
      0,
    ],
  ];
  describe.each(targets)('%s', (_, space, energy, beta) => {
    it.each(guided)('is invariant under %s', async (name, isReversible, make) => {
      const kernel = make({ space, energy });
      await checkKernelInvariance(kernel, space, space.enumerate(), energy, { name, beta, isReversible });
    });
  });

  it('proposes as the paper says: by hand for two sites', async () => {
    // Grathwohl et al. (2021), equation 8: q(i|x) ∝ exp(d̃(x)ᵢ / 2), where −d̃ are the slopes of the change of site i.
    const space = CategoricalSpace.uniform(2, 2);
    const [energies, slopes] = [
      [0, 1, 2, 4],
      [
        [3, 1],
        [2, -5],
        [-1, 0.5],
        [-4, -3],
      ],
    ];
    // Table: state × site × value; value 0 has slope 0, and the estimated change of a flip is ± the slope of value 1.
    const energy = slopedTable(space, energies, (i) => (i % 2 === 0 ? 0 : slopes[i >> 2]![(i >> 1) % 2]!));
    const matrix = await transitionMatrix(gibbsWithGradientsKernel({ space, energy }), space, space.enumerate(), 1);
    const change = (state: number, site: number) => {
      const isUp = ((state >> (1 - site)) & 1) === 1;
      return isUp ? -slopes[state]![site]! : slopes[state]![site]!;
    };
    const q = (state: number, site: number) => {
      const weights = [0, 1].map((s) => Math.exp(-change(state, s) / 2));
      return weights[site]! / (weights[0]! + weights[1]!);
    };
    for (const [from, to, site] of [
      [0, 1, 1],
      [0, 2, 0],
      [1, 3, 0],
      [3, 2, 1],
    ] as const) {
      const alpha = (Math.exp(energies[from]! - energies[to]!) * q(to, site)) / q(from, site);
      expect(matrix[from * 4 + to]).toBeCloseTo(q(from, site) * Math.min(1, alpha), 14);
    }
  });

  it.each(guided)('%s takes the path of exact energies where slopes are exact', async (_, __, make) => {
    const space = CategoricalSpace.onLattice([3, 3], 3);
    const potts = new Potts({ space, bonds: latticeBonds(space.lattice!), coupling: 1 });
    const [exact, sloped] = [make({ space, energy: potts }), make({ space, energy: exactSlopes(potts, space) })];
    let left = await exact.init(space.random(randomStream(1, 'start'), 3));
    let right = await sloped.init(left.batch);
    for (let t = 0; t < 100; t++) {
      [left] = await exact.step(randomStream(t, 'paths'), left, 0.8);
      [right] = await sloped.step(randomStream(t, 'paths'), right, 0.8);
    }
    expect(right.batch).toEqual(left.batch);
    expect([...right.energy]).toEqual([...left.energy]);
  });

  it.each(guided)('%s makes one evaluation of each chain a step', async (_, __, make) => {
    let evaluated = 0;
    const whole = curvedSites(four, rough(8), curve);
    const energy: SiteSloped<CategoricalBatch> = {
      evaluate: () => expect.unreachable(),
      evaluateWithSlopes: (batch) => {
        evaluated += four.size(batch);
        return whole.evaluateWithSlopes(batch);
      },
    };
    const kernel = make({ space: four, energy });
    let state = await kernel.init(four.enumerate());
    expect(evaluated).toBe(16);
    for (let t = 0; t < 5; t++) {
      const before = evaluated;
      const [next, info] = await kernel.step(randomStream(t, 'count'), state, 1);
      expect([evaluated - before, info.evaluations]).toEqual([16, 16]);
      // Whoever drops what a state carries pays for it.
      state = t === 2 ? { batch: next.batch, energy: next.energy } : next;
      if (t !== 2) continue;
      const [, again] = await kernel.step(randomStream(t, 'count'), state, 1);
      expect(again.evaluations).toBe(32);
      state = next;
    }
    expect([...state.energy]).toEqual([...(await whole.evaluate(state.batch))]);
  });

  it.each(guided)('%s finds the allowed states from forbidden ones', async (_, __, make) => {
    const table = Array.from({ length: 16 }, (_, i) => (i === 9 || i === 11 ? 0 : infinity));
    // Slopes that would lead away for ever, were they followed.
    const kernel = make({ space: four, energy: slopedTable(four, table, (i) => (i % 2 === 0 ? 0 : 5000)) });
    let state = await kernel.init(four.enumerate());
    for (let t = 0; t < 200; t++) [state] = await kernel.step(randomStream(t, 'forbidden'), state, 1);
    expect([...state.energy]).toEqual(Array.from({ length: 16 }, () => 0));
  });

  it.each(guided)('%s counts states without an energy chain by chain, and never goes there', async (_, __, make) => {
    const table = rough(16).map((e, i) => (i % 4 === 1 ? Number.NaN : e));
    const plain = slopedTable(four, table, Math.sin);
    // A composition throws for the whole batch: the other rows keep their moves.
    const throwing: SiteSloped<CategoricalBatch> = {
      evaluate: (batch) => plain.evaluate(batch),
      evaluateWithSlopes: (batch) => {
        const found = plain.evaluateWithSlopes(batch) as ValueAndSlopes;
        checkedEnergy('term', found.energy);
        return found;
      },
    };
    const paths = await Promise.all(
      [plain, throwing].map(async (energy) => {
        const kernel = make({ space: four, energy });
        let state = await kernel.init(Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0));
        let nonFinite = 0;
        for (let t = 0; t < 50; t++) {
          const [next, info] = await kernel.step(randomStream(t, 'nan'), state, 0.2);
          state = next;
          nonFinite += info.counts!.nonFinite!;
          expect(info.countsByChain!.nonFinite!.reduce((sum, count) => sum + count, 0)).toBe(info.counts!.nonFinite);
          expect(info.fault !== undefined).toBe(info.counts!.nonFinite! > 0);
          expect(state.energy.every(Number.isFinite)).toBe(true);
        }
        expect(nonFinite).toBeGreaterThan(0);
        return { batch: [...state.batch], nonFinite };
      }),
    );
    expect(paths[1]).toEqual(paths[0]);
  });

  it('refuses slopes of another shape', () => {
    const energy: SiteSloped<CategoricalBatch> = {
      evaluate: () => new Float64Array(16),
      evaluateWithSlopes: () => ({ energy: new Float64Array(16), slopes: new Float64Array(3) }),
    };
    const kernel = gibbsWithGradientsKernel({ space: four, energy });
    expect(() => kernel.init(four.enumerate())).toThrow('an energy gave 3 slopes for 16 states of 8 values');
  });
});

it('a systematic sweep does not satisfy detailed balance, and the check says so', async () => {
  const [, space, energy] = targets[1]!;
  const kernel = gibbsKernel({ space, energy }, { order: 'systematic' });
  const check = checkKernelInvariance(kernel, space, space.enumerate(), energy, { isReversible: true });
  await expect(check).rejects.toThrow('no detailed balance');
});

it('the matrix of one heat bath is that of the conditional probabilities, by hand', async () => {
  const space = CategoricalSpace.uniform(2, 2);
  const energy = tabulatedSites(space, [0, 1, 2, 4]);
  const matrix = await transitionMatrix(
    gibbsKernel({ space, energy }, { order: 'random', updates: 1 }),
    space,
    space.enumerate(),
    1,
  );
  const up = (gap: number) => 1 / (1 + Math.exp(gap));
  // From 00: the first site up has gap 2, the second gap 1.
  expect(matrix[2]).toBeCloseTo(0.5 * up(2), 15);
  expect(matrix[1]).toBeCloseTo(0.5 * up(1), 15);
  expect(matrix[3]).toBe(0);
});

const clampedKernels = kernels.filter(([name]) => !name.startsWith('metropolis'));

it.each(clampedKernels)('%s leaves clamped sites alone', async (_, __, make) => {
  const space = CategoricalSpace.uniform(4, 3);
  const whole = tabulatedSites(space, rough(81));
  const energy: Energy<CategoricalBatch> = Object.assign(whole, {
    clamp: { indices: Int32Array.of(1, 3), values: Float64Array.of(2, 0) },
  });
  const kernel = make({ space, energy });
  let state = await kernel.init(Uint8Array.of(0, 2, 0, 0, 1, 2, 2, 0));
  let moves = 0;
  for (let t = 0; t < 20; t++) {
    const [next, info] = await kernel.step(randomStream(t, 'clamped'), state, 0.5);
    state = next;
    moves += info.accepted[0]!;
  }
  expect([1, 3, 5, 7].map((i) => state.batch[i])).toEqual([2, 0, 2, 0]);
  expect(moves).toBeGreaterThan(5);
});

it.each(kernels)('%s: chains run apart take the same paths', async (_, __, make) => {
  const space = CategoricalSpace.onLattice([4, 4], 3);
  const energy = new Potts({ space, bonds: latticeBonds(space.lattice!), coupling: 1 });
  const rng = randomStream(1, 'apart');
  const start = space.random(randomStream(2, 'start'), 5);
  const beta = Float64Array.of(0.1, 0.3, 0.5, 0.7, 0.9);
  const run = async (first: number, last: number) => {
    const kernel = make({ space, energy });
    const streams = new ChainStreams(rng, last - first, first);
    let state: ChainState<CategoricalBatch> = await kernel.init(start.slice(first * 16, last * 16));
    for (let t = 0; t < 10; t++) [state] = await kernel.step(streams.at(t), state, beta.slice(first, last));
    return state;
  };
  const whole = await run(0, 5);
  const [left, right] = [await run(0, 2), await run(2, 5)];
  expect(space.concat([left.batch, right.batch])).toEqual(whole.batch);
  expect([...left.energy, ...right.energy]).toEqual([...whole.energy]);
  expect([...energy.evaluate(whole.batch)]).toEqual([...whole.energy]);
});

it.each(kernels)('%s finds the allowed states from forbidden ones, and stays there', async (_, __, make) => {
  const space = CategoricalSpace.uniform(4, 2);
  const table = Array.from({ length: 16 }, (_, i) => (i === 9 || i === 11 ? 0 : infinity));
  const kernel = make({ space, energy: tabulatedSites(space, table) });
  let state = await kernel.init(space.enumerate());
  let isFound = state.energy.map((value) => (value === 0 ? 1 : 0));
  for (let t = 0; t < 200; t++) {
    [state] = await kernel.step(randomStream(t, 'forbidden'), state, 1);
    isFound.forEach((found, row) => {
      if (found === 1) expect(state.energy[row]).toBe(0);
    });
    isFound = state.energy.map((value) => (value === 0 ? 1 : 0));
  }
  expect(isFound.every((found) => found === 1)).toBe(true);
});

it.each(clampedKernels)('%s counts values without an energy, and never takes them', async (_, __, make) => {
  const space = CategoricalSpace.uniform(3, 3);
  const table = rough(27).map((e, i) => (i % 4 === 1 ? Number.NaN : e));
  const kernel = make({ space, energy: tabulatedSites(space, table) });
  let state = await kernel.init(Uint8Array.of(0, 0, 0));
  let nonFinite = 0;
  for (let t = 0; t < 50; t++) {
    const [next, info] = await kernel.step(randomStream(t, 'nan'), state, 0.2);
    state = next;
    nonFinite += info.counts?.nonFinite ?? 0;
    expect(state.energy[0]).toBeGreaterThan(-10);
    if ((info.counts?.nonFinite ?? 0) > 0) expect(info.fault?.message).toContain("energy 'energy' is NaN");
  }
  expect(nonFinite).toBeGreaterThan(0);
});

describe('a cold target', () => {
  const spins = CategoricalSpace.uniform(6, 2);
  const field = new Ising({ space: spins, bonds: new Int32Array(0), coupling: 1, field: 1 });
  const cold = kernels.filter(([name]) => name.includes('gradients') || name.includes('langevin'));

  // Every flip towards the field gains 2; at β = 1000 the weight of the way back is e^(−1000), below the least number.
  it.each(cold)('%s goes down to its ground state and stays there', async (_, __, make) => {
    for (const beta of [500, 1000, 2000]) {
      const kernel = make({ space: spins, energy: field });
      let state = await kernel.init(new Uint8Array(6));
      for (let t = 0; t < 30; t++) [state] = await kernel.step(randomStream(t, 'cold'), state, beta);
      expect([...state.batch], `β = ${beta}`).toEqual([1, 1, 1, 1, 1, 1]);
    }
  });

  it.each(cold)('%s depends on β E alone', async (_, __, make) => {
    const space = CategoricalSpace.uniform(3, 2);
    const rows = (scale: number) => Array.from({ length: 8 }, (_, i) => scale * Math.sin(7 * i + 1));
    const matrix = (scale: number, beta: number) =>
      transitionMatrix(make({ space, energy: tabulatedSites(space, rows(scale)) }), space, space.enumerate(), beta);
    const [warm, scaled] = [await matrix(1, 1), await matrix(1 / 1024, 1024)];
    expect([...scaled]).toEqual([...warm]);
  });

  // By hand for 2 values whose energies differ by 2 at β = 1000: q(down) = 1 and q(up) = e^(−1000 − 1/(2α)).
  it.each(cold)('%s takes every step down', async (_, __, make) => {
    const space = CategoricalSpace.uniform(1, 2);
    const kernel = make({ space, energy: tabulatedSites(space, [2, 0]) });
    const matrix = await transitionMatrix(kernel, space, space.enumerate(), 1000);
    expect([...matrix]).toEqual([0, 1, 0, 1]);
  });
});

describe('the step size of discrete langevin', () => {
  // Zhang, Liu & Liu (2022), equation 3, for one site of values 0 and 1, where their gradient is exact:
  // q(x′|x) ∝ exp(½ ∇U·(x′ − x) − (x′ − x)²/(2α)) with ∇U·(x′ − x) = −β ΔE.
  const flip = (alpha: number, drop: number): number => 1 / (1 + Math.exp(-(0.5 * drop - 1 / (2 * alpha))));
  const one = CategoricalSpace.uniform(1, 2);

  it.each([
    [0.2, 0, 1],
    [0.2, 1.3, 1],
    [0.7, 1.3, 0.8],
    [5, -2, 1.5],
  ])('is the α of the paper: α = %d, ΔE = %d, β = %d', async (alpha, change, beta) => {
    const kernel = discreteLangevinKernel({ space: one, energy: tabulatedSites(one, [0, change]) }, alpha);
    const matrix = await transitionMatrix(kernel, one, one.enumerate(), beta);
    const [there, back] = [flip(alpha, -beta * change), flip(alpha, beta * change)];
    expect(matrix[1]).toBeCloseTo(Math.min(there, Math.exp(-beta * change) * back), 14);
    expect(matrix[2]).toBeCloseTo(Math.min(back, Math.exp(beta * change) * there), 14);
  });

  it('is of every site by itself', async () => {
    const two = CategoricalSpace.uniform(2, 2);
    const kernel = discreteLangevinKernel({ space: two, energy: tabulatedSites(two, [0, 0, 0, 0]) }, 0.4);
    const matrix = await transitionMatrix(kernel, two, two.enumerate(), 1);
    const p = flip(0.4, 0);
    const wanted = [(1 - p) ** 2, p * (1 - p), p * (1 - p), p * p];
    for (const [i, value] of wanted.entries()) expect(matrix[i]).toBeCloseTo(value, 14);
  });
});

describe('heat bath by classes', () => {
  it('takes the same path as by the energies of every site', async () => {
    for (const [shape, periodic] of [
      [[6, 6], true],
      [[3, 5], false],
      [[7], true],
    ] as const) {
      const space = CategoricalSpace.onLattice(shape, 2, periodic);
      const energy = new Ising({ space, bonds: latticeBonds(space.lattice!), coupling: 0.5, field: 0.1 });
      const plain: SiteLocal<CategoricalBatch> = {
        siteGraph: energy.siteGraph,
        evaluate: (batch) => energy.evaluate(batch),
        siteEnergies: (batch, sites, into) => energy.siteEnergies(batch, sites, into),
      };
      for (const [name, , make] of kernels.filter(([name]) => name.includes('gibbs'))) {
        const [fast, slow] = [make({ space, energy }), make({ space, energy: plain })];
        let left = await fast.init(space.random(randomStream(1, 'start'), 3));
        let right = await slow.init(left.batch);
        for (let t = 0; t < 100; t++) {
          [left] = await fast.step(randomStream(t, name), left, 0.7);
          [right] = await slow.step(randomStream(t, name), right, 0.7);
        }
        expect(left.batch).toEqual(right.batch);
        expect(left.energy[0]).toBeCloseTo(energy.evaluate(left.batch)[0]!, 10);
      }
    }
  });
});

describe('what a kernel of sites needs', () => {
  const bare: Energy<never> = { evaluate: () => new Float64Array(0) };
  it('is named where it is missing', () => {
    expect(() =>
      gibbsKernel({ space: VectorSpace.ofDimension(2) as never, energy: bare }, { order: 'random' }),
    ).toThrow('a vector has none');
    expect(() => blockedGibbsKernel({ space: four as never, energy: bare })).toThrow('the energy gives none');
    const frozen = Object.assign(tabulatedSites(four, rough(16)), {
      clamp: { indices: Int32Array.of(0, 1, 2, 3), values: new Float64Array(4) },
    });
    expect(() => gibbsWithGradientsKernel({ space: four, energy: frozen })).toThrow(ConfigurationError);
    expect(() => gibbsWithGradientsKernel({ space: four as never, energy: bare })).toThrow(
      'the energies of single sites or slopes of them, and the energy gives neither',
    );
    expect(() => discreteLangevinKernel({ space: four, energy: tabulatedSites(four, rough(16)) }, 0)).toThrow(
      RangeError,
    );
  });
});

it('a model of general pairs and a machine of two layers are invariant too', async () => {
  const pairs = Int32Array.of(0, 1, 1, 3);
  const couplings = Float64Array.from({ length: 18 }, (_, i) => Math.cos(i));
  const pairwise = new Pairwise({
    space: unlike,
    pairs,
    fields: Float64Array.from({ length: 12 }, (_, i) => Math.sin(i)),
    couplings,
  });
  const machine = new RestrictedBoltzmann({
    space: four,
    firstVisible: 0,
    firstHidden: 2,
    weights: Float64Array.of(1, -2, 0.5, 1.5),
    visibleBias: Float64Array.of(0.1, 0.2),
    hiddenBias: Float64Array.of(-0.3, 0.4),
  });
  for (const [name, isReversible, make] of kernels) {
    for (const [space, energy] of [
      [unlike, pairwise],
      [four, machine],
    ] as const) {
      await checkKernelInvariance(make({ space, energy }), space, space.enumerate(), energy, { name, isReversible });
    }
  }
});
