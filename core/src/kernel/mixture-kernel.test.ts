import { describe, expect, it } from 'vitest';
import type { Definition } from '../extension/definition.js';
import { type DefinitionSource, optionsSchemaOf } from '../extension/reference.js';
import { Ising } from '../models/ising.js';
import { randomStream } from '../numerics/random-stream.js';
import { siteFlip } from '../proposal/site-flip.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { latticeBonds } from '../state/lattice.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkKernelInvariance } from '../testing/check-kernel.js';
import { formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { tabulatedSites } from '../testing/tabulated-energy.js';
import { blockedGibbsKernel } from './blocked-gibbs.js';
import { blockedGibbs } from './blocked-gibbs-definition.js';
import { ChainStreams } from './chain-streams.js';
import { discreteLangevinKernel } from './discrete-langevin.js';
import { discreteLangevin } from './discrete-langevin-definition.js';
import { gibbsKernel } from './gibbs.js';
import { gibbs } from './gibbs-definition.js';
import { gibbsWithGradientsKernel } from './gibbs-with-gradients.js';
import { gibbsWithGradients } from './gibbs-with-gradients-definition.js';
import { hmcKernel } from './hmc.js';
import { type ChainArrays, type ChainState, fixedKernel, type TunableKernel } from './kernel.js';
import type { KernelDefinition, KernelTarget } from './kernel-definition.js';
import { langevin } from './langevin.js';
import { metropolisKernel } from './metropolis.js';
import { mixture } from './mixture-definition.js';
import { type MixedKernel, mixtureKernel } from './mixture-kernel.js';
import { nutsKernel } from './nuts.js';

const space = CategoricalSpace.uniform(4, 2);
const energy = tabulatedSites(
  space,
  Array.from({ length: 16 }, (_, i) => 2 * Math.sin(7 * i + 1) + (i % 3)),
);

const parts: readonly MixedKernel<CategoricalBatch>[] = [
  {
    make: (target) => fixedKernel(gibbsKernel(target, { order: 'random', updates: 1 })),
    variables: Int32Array.of(0, 3),
  },
  { make: (target) => fixedKernel(gibbsWithGradientsKernel(target)), variables: Int32Array.of(1, 2), weight: 2 },
  { make: (target) => fixedKernel(discreteLangevinKernel(target, 1)), weight: 0.5 },
  { make: (target) => fixedKernel(metropolisKernel({ ...target, proposal: siteFlip(space) })) },
];

describe('a mixture over 2⁴ states', () => {
  it('keeps π in cyclic order, and detailed balance in random order', async () => {
    const target = { space, energy };
    const cyclic = mixtureKernel(target, parts.slice(0, 3), 'cyclic').at({});
    await checkKernelInvariance(cyclic, space, space.enumerate(), energy);
    const random = mixtureKernel(target, parts, 'random').at({});
    await checkKernelInvariance(random, space, space.enumerate(), energy, { isReversible: true });
  });

  it('moves nothing that no kernel may move', async () => {
    const kernel = mixtureKernel({ space, energy }, parts.slice(0, 1), 'cyclic').at({});
    let state = await kernel.init(Uint8Array.of(0, 1, 0, 0));
    const seen = new Set<string>();
    for (let t = 0; t < 100; t++) {
      [state] = await kernel.step(randomStream(t, 'mixture'), state, 1);
      seen.add(space.identity(state.batch, 0));
    }
    expect([...seen].sort()).toEqual(['0 1 0 0', '0 1 0 1', '1 1 0 0', '1 1 0 1']);
  });
});

it('takes the same path as its kernels one after the other, chains apart or together, by classes too', async () => {
  const lattice = CategoricalSpace.onLattice([4, 4], 2);
  const ising = new Ising({ space: lattice, bonds: latticeBonds(lattice.lattice!), coupling: 1, field: 0.2 });
  const halves = [Int32Array.from({ length: 8 }, (_, i) => i), Int32Array.from({ length: 8 }, (_, i) => 8 + i)];
  const mixed = halves.map((variables) => ({
    make: (target: KernelTarget<CategoricalBatch>) => fixedKernel(blockedGibbsKernel(target)),
    variables,
  }));
  for (const order of ['cyclic', 'random'] as const) {
    const run = async (first: number, last: number) => {
      const kernel = mixtureKernel({ space: lattice, energy: ising }, mixed, order).at({});
      const streams = new ChainStreams(randomStream(1, 'apart'), last - first, first);
      const start = lattice.random(randomStream(2, 'start'), 6).slice(16 * first, 16 * last);
      let state = await kernel.init(start);
      for (let t = 0; t < 20; t++) [state] = await kernel.step(streams.at(t), state, 0.4);
      return state;
    };
    const whole = await run(0, 6);
    const [left, right] = [await run(0, 2), await run(2, 6)];
    expect(lattice.concat([left.batch, right.batch])).toEqual(whole.batch);
    expect([...whole.energy]).toEqual([...ising.evaluate(whole.batch)].map((value) => expect.closeTo(value, 9)));
  }
});

describe('kernels that tune themselves', () => {
  /** A kernel that only counts: its parameter grows by what each chain's coordinate was told. */
  function counting(by: number): (target: KernelTarget<VectorBatch>) => TunableKernel<VectorBatch> {
    return () => ({
      at: ({ tuned }: ChainArrays) => ({
        init: (batch) => ({ batch, energy: new Float64Array(batch.length) }),
        step: (_, state) => [
          {
            ...state,
            arrays: { momentum: Float64Array.from(tuned!, (value) => value + (state.arrays?.momentum?.[0] ?? 0)) },
          },
          { accepted: new Uint8Array(state.energy.length), evaluations: by, counts: { steps: by } },
        ],
      }),
      initialParameters: (_, state) => ({
        parameters: { tuned: new Float64Array(state.energy.length) },
        evaluations: 2 * by,
      }),
      tune: ({ tuned }, { step, info }) => ({ tuned: tuned!.map((value) => value + by * step + 0 * info.evaluations) }),
    });
  }

  const line = VectorSpace.ofDimension(1);
  const flat = { evaluate: (batch: VectorBatch) => new Float64Array(batch.length) };

  it('are tuned each by its own steps in cyclic order, and keep their momenta apart', async () => {
    const mixture = mixtureKernel(
      { space: line, energy: flat },
      [{ make: counting(1) }, { make: counting(10) }],
      'cyclic',
    );
    let state: ChainState<VectorBatch> = await mixture.at({}).init(Float64Array.of(0, 0));
    const initial = await mixture.initialParameters(randomStream(1, 'tune'), state, 1);
    expect(initial.evaluations).toBe(22);
    let { parameters } = initial;
    for (let step = 1; step <= 3; step++) {
      const [next, info] = await mixture.at(parameters).step(randomStream(step, 'tune'), state, 1);
      state = next;
      expect(info.evaluations).toBe(11);
      expect(info.counts).toEqual({ steps: 11 });
      parameters = mixture.tune!(parameters, { step, stepCount: 3, state, info });
    }
    expect(parameters).toEqual({ '0.tuned': Float64Array.of(6, 6), '1.tuned': Float64Array.of(60, 60) });
    // Momenta are sums of what was tuned before each step: 0 + 1 + 3.
    expect(state.arrays).toEqual({ '0.momentum': Float64Array.of(4, 4), '1.momentum': Float64Array.of(40, 40) });
  });

  it('are refused in random order', () => {
    expect(() => mixtureKernel({ space: line, energy: flat }, [{ make: counting(1) }], 'random')).toThrow(
      'give their step sizes',
    );
    expect(() => mixtureKernel({ space: line, energy: flat }, [], 'cyclic')).toThrow('one kernel or more');
  });
});

describe('what a mixture counts', () => {
  const line = VectorSpace.ofDimension(1);
  const chainCount = 6;

  /** A kernel that stays, and says how often it counted in each chain; rows know themselves by their coordinate. */
  function telling(countOf: (row: number) => number, name: string, isKnownByChain: boolean): MixedKernel<VectorBatch> {
    return {
      make: () =>
        fixedKernel({
          init: (batch) => ({ batch, energy: new Float64Array(batch.length) }),
          step: (_, state) => {
            const counts = Float64Array.from(state.batch, countOf);
            const info = {
              accepted: Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0)),
              evaluations: 10 * counts.length,
              counts: { [name]: counts.reduce((sum, count) => sum + count, 0) },
            };
            return [state, isKnownByChain ? { ...info, countsByChain: { [name]: counts } } : info];
          },
        }),
    };
  }

  async function infoOf(parts: readonly MixedKernel<VectorBatch>[], order: 'cyclic' | 'random') {
    const flat = { evaluate: (batch: VectorBatch) => new Float64Array(batch.length) };
    const kernel = mixtureKernel({ space: line, energy: flat }, parts, order).at({});
    const state = await kernel.init(Float64Array.from({ length: chainCount }, (_, row) => row));
    return (await kernel.step(new ChainStreams(randomStream(4, 'counts'), chainCount).at(1), state, 1))[1];
  }

  it('is the sum over its kernels in cyclic order, of each chain too', async () => {
    const info = await infoOf(
      [telling((row) => row, 'forbidden', true), telling((row) => 2 * (row % 2), 'forbidden', true)],
      'cyclic',
    );
    expect(info.evaluations).toBe(120);
    expect(info.counts).toEqual({ forbidden: 15 + 6 });
    expect(info.countsByChain).toEqual({ forbidden: Float64Array.of(0, 3, 2, 5, 4, 7) });
    expect([...info.accepted]).toEqual([0, 1, 1, 1, 1, 1]);
  });

  it('is of the kernel that each chain chose in random order', async () => {
    const info = await infoOf(
      [telling((row) => 100 + row, 'forbidden', true), telling((row) => row, 'divergences', true)],
      'random',
    );
    const { forbidden, divergences } = info.countsByChain!;
    for (let row = 0; row < chainCount; row++) {
      const isFirst = forbidden![row]! > 0;
      expect([forbidden![row], divergences![row]]).toEqual(isFirst ? [100 + row, 0] : [0, row]);
    }
    expect(forbidden!.some((count) => count > 0) && forbidden!.some((count) => count === 0)).toBe(true);
    const sum = (counts: Float64Array): number => counts.reduce((a, b) => a + b, 0);
    expect(info.counts).toEqual({ forbidden: sum(forbidden!), divergences: sum(divergences!) });
    expect(info.evaluations).toBe(10 * chainCount);
  });

  it('is left away of single chains where one kernel does not know it of them', async () => {
    const parts = [telling((row) => row, 'forbidden', true), telling((row) => row, 'forbidden', false)];
    const info = await infoOf(parts, 'cyclic');
    expect(info.counts).toEqual({ forbidden: 30 });
    expect(info.countsByChain).toEqual({});
  });

  it('holds the gradients that kernels after each other need anew', async () => {
    const plane = VectorSpace.ofDimension(2);
    const own = formulaEnergy(2, standardNormal);
    for (const order of ['cyclic', 'random'] as const) {
      const make = (target: KernelTarget<VectorBatch>) =>
        fixedKernel(hmcKernel({ ...target, stepSize: 0.3, steps: 4 }));
      const nuts = (target: KernelTarget<VectorBatch>) => fixedKernel(nutsKernel({ ...target, stepSize: 0.3 }));
      const kernel = mixtureKernel({ space: plane, energy: own }, [{ make }, { make: nuts }], order).at({});
      const state = await kernel.init(plane.random(randomStream(2, 'start'), 8));
      const before = own.evaluations;
      const [, info] = await kernel.step(new ChainStreams(randomStream(4, 'counts'), 8).at(1), state, 1);
      expect(info.evaluations).toBe(own.evaluations - before);
    }
  });
});

describe('the kernel as a workflow file names it', () => {
  const known = [gibbs, gibbsWithGradients, langevin, mixture] as readonly unknown[] as readonly KernelDefinition[];
  /** A source of kernels alone; its contract speaks of definitions of every point, hence the casts. */
  const source: DefinitionSource = {
    definitions: () => known as never,
    definition: (_, name) => known.find((kernel) => kernel.name === name) as never,
  };
  const parse = (input: unknown) => optionsSchemaOf(mixture as unknown as Definition, source).safeParse(input);

  it.each([gibbs, blockedGibbs, gibbsWithGradients, discreteLangevin, mixture])(
    '$name says of itself what it must',
    (definition) => checkDefinition(definition as unknown as Definition, source),
  );

  it('takes variables by the names of their groups', async () => {
    const layers = new CategoricalSpace({
      alphabets: Array(4).fill(['0', '1']),
      groups: [
        { name: 'visible', first: 0, count: 3 },
        { name: 'hidden', first: 3, count: 1 },
      ],
    });
    const options = parse({ kernels: [{ kernel: 'gibbs', variables: ['hidden'] }] }).data as never;
    const gibbsMaker = () => gibbs.create({ order: 'systematic' }, {} as never);
    const make = await mixture.create(options, { kernel: gibbsMaker, proposal: gibbsMaker as never });
    const kernel = make({ space: layers, energy }).at({});
    let state = await kernel.init(new Uint8Array(4));
    let flips = 0;
    for (let t = 0; t < 50; t++) {
      const [next, info] = await kernel.step(randomStream(t, 'group'), state, 1);
      state = next;
      flips += info.accepted[0]!;
      expect([...state.batch.subarray(0, 3)]).toEqual([0, 0, 0]);
    }
    expect(flips).toBeGreaterThan(3);
    const wrong = parse({ kernels: [{ kernel: 'gibbs', variables: ['hiden'] }] }).data as never;
    const maker = await mixture.create(wrong, { kernel: gibbsMaker, proposal: gibbsMaker as never });
    expect(() => maker({ space: layers, energy })).toThrow("did you mean 'hidden'?");
  });

  it('refuses kernels with a bias, and weights that would have no effect', () => {
    const messages = (input: unknown) =>
      parse(input)
        .error?.issues.map(({ message }) => message)
        .join('; ');
    expect(messages({ kernels: [{ kernel: { langevin: { stepSize: 0.1 } } }] })).toContain(
      'is not a kernel without bias',
    );
    expect(messages({ kernels: [{ kernel: 'gibbs', weight: 2 }] })).toContain('every kernel has its turn');
    expect(messages({ kernels: [{ kernel: 'gibbs', weight: 2 }], order: 'random' })).toBe(undefined);
  });
});
