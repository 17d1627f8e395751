import { describe, expect, it } from 'vitest';
import { coreModule } from '../core-module.js';
import type { Differentiable } from '../energy/energy.js';
import { NonFiniteEnergyError } from '../errors/design-error.js';
import { referenceSchemas } from '../extension/reference.js';
import { Registry } from '../extension/registry.js';
import type { KernelDefinition } from '../kernel/kernel-definition.js';
import { bondsOf } from '../models/bonds.js';
import { Ising } from '../models/ising.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { siteFlip } from '../testing/site-proposals.js';
import type { Checkpoint } from './checkpoint.js';
import { parseCheckpoint, serialiseCheckpoint } from './checkpoint-text.js';
import { type Divisible, evenSpans, isDivisible } from './divisible.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import type { SamplerDefinition, SamplerParts } from './sampler-definition.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
const references = referenceSchemas(registry);

const points = VectorSpace.ofDimension(2);
const sites = CategoricalSpace.onLattice([3, 3], 2);
const magnet = new Ising({ space: sites, bonds: bondsOf(sites, undefined), coupling: 0.3, field: 0.1 });

/** A funnel's neck: steep enough for divergences and for trees of many sizes. */
const steep: Differentiable<Float64Array> = {
  evaluate: (batch) => steepWithGradient(batch).energy,
  evaluateWithGradient: steepWithGradient,
};

function steepWithGradient(batch: Float64Array) {
  const energy = new Float64Array(batch.length / 2);
  const gradient = new Float64Array(batch.length);
  for (let row = 0; row < energy.length; row++) {
    const [v, x] = [batch[2 * row]!, batch[2 * row + 1]!];
    energy[row] = (v * v) / 8 + (x * x * Math.exp(-v)) / 2 + v / 2;
    gradient[2 * row] = v / 4 - (x * x * Math.exp(-v)) / 2 + 0.5;
    gradient[2 * row + 1] = x * Math.exp(-v);
  }
  return { energy, gradient };
}

const parts: SamplerParts = {
  proposal: () => siteFlip(sites) as never,
  kernel: ({ name, options }) =>
    (registry.definition('kernel', name) as unknown as KernelDefinition).create(options, parts),
  energy: () => magnet as never,
  variation: () => {
    throw new Error('no sampler here varies');
  },
};

const short = { chains: 5, steps: 40, warmUp: 30, thin: 3 };
const samplers: readonly (readonly [string, unknown, 'points' | 'sites'])[] = [
  ['chains', { kernel: { nuts: {} }, ...short }, 'points'],
  ['chains', { kernel: { hmc: { jitter: 0.2 } }, ...short }, 'points'],
  ['chains', { kernel: { mala: {} }, ...short }, 'points'],
  ['chains', { kernel: { nuts: { metric: 'dense' } }, ...short }, 'points'],
  ['chains', { kernel: { gibbs: {} }, ...short }, 'sites'],
  [
    'chains',
    {
      kernel: {
        mixture: { kernels: [{ kernel: { gibbs: {} } }, { kernel: { 'gibbs-with-gradients': {} } }], order: 'random' },
      },
      ...short,
    },
    'sites',
  ],
  ['annealed-langevin', { chains: 5, stepSize: 0.01, levels: 3, stepsPerLevel: 7, steps: 20, thin: 2 }, 'points'],
  ['parallel-tempering', { kernel: { hmc: {} }, ...short, replicas: 3 }, 'points'],
  ['parallel-tempering', { kernel: { gibbs: {} }, ...short, replicas: 4, swapEvery: 2 }, 'sites'],
];

async function made(name: string, input: unknown): Promise<Divisible<unknown>> {
  const definition = registry.definition('sampler', name) as unknown as SamplerDefinition;
  const { options } = definition;
  const sampler = await definition.create(
    (typeof options === 'function' ? options(references) : options).parse(input),
    parts,
  );
  if (!isDivisible(sampler)) throw new Error('its chains cannot be driven apart');
  return sampler;
}

function problemOn(
  where: 'points' | 'sites',
  change: Partial<SamplingProblem<unknown>> = {},
): SamplingProblem<unknown> {
  const target = where === 'points' ? { space: points, energy: steep } : { space: sites, energy: magnet };
  return { ...target, initial: undefined, signal: undefined, rng: randomStream(5, 'apart'), ...change } as never;
}

/** All that a run leaves, as plain data. */
interface Left {
  readonly draws: Record<string, readonly unknown[]>;
  readonly result: SamplingResult<unknown>;
  readonly checkpoints: ReadonlyMap<number, string>;
}

type Run = AsyncGenerator<SamplingProgress<unknown>, SamplingResult<unknown>>;

async function leftBy(run: Run, { space }: SamplingProblem<unknown>): Promise<Left> {
  const rows = { identity: [] as string[], energy: [] as number[], chain: [] as number[], step: [] as number[] };
  const checkpoints = new Map<number, string>();
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { draws: rows, result: next.value, checkpoints };
    const { draws, checkpoint, step } = next.value;
    checkpoints.set(step, serialiseCheckpoint(checkpoint!()));
    if (draws === undefined) continue;
    draws.energy.forEach((energy, row) => {
      rows.identity.push(space.identity(draws.batch, row));
      rows.energy.push(energy);
      rows.chain.push(draws.chain[row]!);
      rows.step.push(draws.step[row]!);
    });
  }
}

/** Drives the chains in spans, with windows of changing lengths. */
async function* apart(
  sampler: Divisible<unknown>,
  problem: SamplingProblem<unknown>,
  spanCount: number,
  lengths: readonly number[],
): Run {
  const spans = evenSpans(sampler.chainCount, spanCount);
  const drivers = await Promise.all(spans.map((span) => sampler.span(problem, span)));
  let windows = 0;
  return yield* sampler.sampleApart(problem, drivers, () => lengths[windows++ % lengths.length]!);
}

function expectSame(found: Left, expected: Left): void {
  expect(found.draws).toEqual(expected.draws);
  expect(found.result).toEqual(expected.result);
  let compared = 0;
  for (const [step, text] of found.checkpoints) {
    if (!expected.checkpoints.has(step)) continue;
    expect(text).toBe(expected.checkpoints.get(step));
    compared++;
  }
  expect(compared).toBeGreaterThan(0);
}

describe.each(samplers)('%s %j', (name, options, where) => {
  it('leaves the same with its chains driven in any number of spans', async () => {
    const sampler = await made(name, options);
    const problem = problemOn(where);
    const whole = await leftBy(sampler.sample(problem), problem);
    expect(whole.draws.chain!.length).toBeGreaterThan(40);
    for (const spanCount of [1, 2, 4, 5]) {
      expectSame(await leftBy(apart(sampler, problem, spanCount, [1, 7, 2, 19]), problem), whole);
    }
  });

  it('goes on from checkpoints of other spans', async () => {
    const sampler = await made(name, options);
    const problem = problemOn(where);
    const whole = await leftBy(sampler.sample(problem), problem);
    const two = await leftBy(apart(sampler, problem, 2, [9]), problem);
    for (const at of [9, 36]) {
      const resumed = problemOn(where, { resumeFrom: parseCheckpoint(two.checkpoints.get(at)!) });
      const rests = [sampler.sample(resumed), apart(sampler, resumed, 4, [5, 3])];
      for (const rest of rests) {
        const left = await leftBy(rest, problem);
        const kept = whole.draws.step!.map((step) => (step as number) > at);
        expect(left.result).toEqual(whole.result);
        for (const column of Object.keys(whole.draws)) {
          expect(left.draws[column]).toEqual(whole.draws[column]!.filter((_, row) => kept[row]));
        }
      }
    }
  });
});

describe('chains driven apart', () => {
  const kernel = { nuts: {} };

  it('end at the same step as together when enough is known', async () => {
    const sampler = await made('chains', { kernel, ...short });
    const problem = problemOn('points', { progressEvery: 10, enough: ({ step }) => step === 50 });
    const whole = await leftBy(sampler.sample(problem), problem);
    expect(whole.result.stopReason).toBe('limit');
    expect(whole.draws.step!.at(-1)).toBe(48);
    expectSame(await leftBy(apart(sampler, problem, 3, [1000]), problem), whole);
  });

  it('are at most one where the evaluations of all are limited', async () => {
    expect((await made('chains', { kernel, ...short, evaluations: 100 })).chainCount).toBe(1);
    expect((await made('chains', { kernel, ...short })).chainCount).toBe(5);
  });

  it('give up at the first proposed state without a finite energy, unless one was named before', async () => {
    const gap = (batch: Float64Array) => {
      const { energy, gradient } = steepWithGradient(batch);
      return { energy: energy.map((value) => (value > 1.5 ? Number.NaN : value)), gradient };
    };
    const energy = { evaluate: (batch: Float64Array) => gap(batch).energy, evaluateWithGradient: gap };
    const options = { kernel: { hmc: {} }, ...short };
    const initial = new Float64Array(2);
    const problem = problemOn('points', { energy: energy as never, initial });
    const sampler = await made('chains', options);
    await expect(leftBy(apart(sampler, problem, 2, [5]), problem)).rejects.toThrow(NonFiniteEnergyError);
    const whole = await leftBy(sampler.sample(problem), problem);
    expect(whole.result.facts?.some(({ name }) => name.includes("(first of 'energy')"))).toBe(true);
    const resumeFrom: Checkpoint = parseCheckpoint(whole.checkpoints.get(60)!);
    const rest = { ...problem, resumeFrom };
    expect((await leftBy(apart(sampler, rest, 2, [5]), problem)).result).toEqual(whole.result);
  });

  it('are told by a capability that other samplers lack', () => {
    const other: Sampler<unknown> = { sample: () => ({}) as never };
    expect(isDivisible(other)).toBe(false);
  });
});
