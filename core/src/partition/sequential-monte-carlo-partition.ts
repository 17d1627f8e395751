import { z } from 'zod';
import { deviationOption } from '../path/deviation-option.js';
import type { SamplingProgress } from '../sampler/sampler.js';
import {
  repeatsOption,
  type SequentialMonteCarloSettings,
  sequentialMonteCarloSampler,
} from '../sampler/sequential-monte-carlo.js';
import { checkPathTarget } from './check-path-target.js';
import { infiniteTemperature } from './infinite-temperature.js';
import {
  definePartition,
  type PartitionEstimate,
  type PartitionProblem,
  type PartitionProgress,
} from './partition-definition.js';

/** Everything of the sampler but β, which is the problem's. */
export type ParticleSettings = Omit<SequentialMonteCarloSettings, 'beta'>;

/**
 * ln Z as the sampler `sequential-monte-carlo` finds it on its way to the target: the sum of the logs of mean weights, with a
 * standard error from islands of particles that know nothing of each other.
 *
 * @see Del Moral, Doucet & Jasra, J. R. Stat. Soc. B 68, 411 (2006).
 */
export async function* particlePartition<B>(
  problem: PartitionProblem<B>,
  settings: ParticleSettings,
): AsyncGenerator<PartitionProgress, PartitionEstimate> {
  const { space, energy, beta, rng, signal } = problem;
  if (beta === 0) return infiniteTemperature(problem);
  const sampler = sequentialMonteCarloSampler<B>({ ...settings, beta });
  const run = sampler.sample({ space, energy, initial: undefined, rng, signal });
  for (;;) {
    const next = await run.next();
    if (next.done !== true) {
      yield progressOf(next.value);
      continue;
    }
    const { logPartition, evaluations, facts = [] } = next.value;
    const { value = Number.NaN, standardError = Number.NaN } = logPartition ?? {};
    return { logPartition: value, standardError, evaluations, facts };
  }
}

function progressOf({ step, stepCount, stepName, detail }: SamplingProgress): PartitionProgress {
  const total = Number.isFinite(stepCount) ? stepCount : undefined;
  const unit = total === undefined && step === 1 ? stepName : `${stepName}s`;
  return { done: step, total, unit, ...(detail === undefined ? {} : { detail }) };
}

/** The estimator `sequential-monte-carlo`. */
export const sequentialMonteCarloPartition = definePartition({
  name: 'sequential-monte-carlo',
  summary: 'Particles that are weighted, resampled and moved from a known distribution to the target',
  details:
    'As the sampler of this name, but only ln Z is kept. It finds its own temperatures; the standard error comes from the spread of ' +
    'islands of particles that know nothing of each other.',
  reference: 'Del Moral, Doucet & Jasra, J. R. Stat. Soc. B 68, 411 (2006)',
  requires: [],
  options: (refer) =>
    z.strictObject({
      kernel: refer.to('kernel').describe('How particles move at each level'),
      islands: z.int().min(2).max(10_000).default(8).describe('Groups of particles that know nothing of each other'),
      particles: z.int().min(2).max(1_000_000).default(500).describe('Particles of each island'),
      moves: z.int().min(1).default(10).describe('Kernel steps of every particle at each level, at least'),
      repeats: repeatsOption,
      share: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.5)
        .describe('Share of effective particles that a level leaves; nearer to 1, more levels'),
      deviation: deviationOption,
    }),
  example: { kernel: 'blocked-gibbs', islands: 8, particles: 500 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = { ...settings, kernel: await parts.kernel(kernel) };
    return {
      estimate: (problem) => particlePartition(problem, made),
      checkTarget: (target) => checkPathTarget(target, made),
    };
  },
});
