import { z } from 'zod';
import { ChainStreams } from '../kernel/chain-streams.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { logMeanExp } from '../numerics/log-sum-exp.js';
import type { Rng } from '../numerics/rng.js';
import { AliasTable } from '../numerics/weighted-choice.js';
import { deviationOption } from '../path/deviation-option.js';
import { referenceDistribution } from '../path/reference-distribution.js';
import type { StateSpace } from '../state/state-space.js';
import { bennettRatio } from './bennett.js';
import { checkPathTarget } from './check-path-target.js';
import { infiniteTemperature } from './infinite-temperature.js';
import {
  definePartition,
  type PartitionEstimate,
  type PartitionProblem,
  type PartitionProgress,
} from './partition-definition.js';
import { PathWalk } from './path-walk.js';
import { preparedPath } from './prepared-path.js';
import { scoutedPlaces } from './scouted-places.js';

/** How many paths there are, and how slow they are. */
export interface ImportanceSettings {
  readonly kernel: KernelMaker;
  readonly chains: number;
  /** Places of the path after the reference; the last is the target. */
  readonly temperatures: number;
  /** Kernel steps at each place. */
  readonly steps: number;
  /** Kernel steps at the target between the way there and the way back. */
  readonly settle: number;
  /** Deviation of the reference along axes without bounds. */
  readonly deviation: number;
}

/** Streams below the estimator's own. */
const [tuningStream, forwardStream, choiceStream, settleStream, reverseStream, scoutStream] = [0, 1, 2, 3, 4, 5];

/** Places that are scouted, of those that are asked for. */
const scoutedShare = 1 / 4;

/**
 * ln Z by annealed importance sampling, there and back. The way there weighs paths from the reference so that E[w] = Z / Z₀; the
 * way back starts from its ends, drawn by their weights and settled at the target, and weighs paths to the reference. In
 * expectation ln of the mean weight is below ln Z on the way there and above it on the way back: the bracket. The value is
 * Bennett's combination of both.
 *
 * Where the places of the path lie is found beforehand, on a faster way there by chains of their own: closer together where the
 * energy varies much and chains are slow to forget, as at a transition.
 *
 * @remarks chains · (9/4 · temperatures · (steps + 1) + settle) evaluations about. The way back is exact only when `settle` is
 *   long enough to forget the drawing; a bracket that does not close says so.
 * @see Neal, Stat. Comput. 11, 125 (2001); Grosse, Ghahramani & Adams, arXiv:1511.02543 (2015), for the bracket.
 */
export async function* annealedImportance<B>(
  problem: PartitionProblem<B>,
  settings: ImportanceSettings,
): AsyncGenerator<PartitionProgress, PartitionEstimate> {
  const { space, energy, beta, rng, signal } = problem;
  if (beta === 0) return infiniteTemperature(problem);
  const { chains, temperatures, deviation, settle } = settings;
  const reference = referenceDistribution(space, energy, deviation);
  const path = yield* preparedPath(
    { space, energy, beta, reference, maker: settings.kernel },
    rng.split(tuningStream),
    chains,
  );
  const walk = new PathWalk(path, settings.steps);
  const scouts = Math.ceil(scoutedShare * temperatures);
  const total = scouts + 2 * temperatures + 1;
  const places = yield* scoutedPlaces(reference, walk, {
    rng: rng.split(scoutStream),
    signal,
    chains,
    temperatures,
    scouts,
    total,
  });

  let batch: B = await reference.draw(rng.split(forwardStream), chains);
  const forward = new Float64Array(chains);
  const outward = new ChainStreams(rng.split(forwardStream), chains, chains);
  for (let k = 1; k <= temperatures; k++) {
    addWork(forward, await path.slope(batch), places[k - 1]! - places[k]!);
    // The last place's own moves come with the settling; they do not change the weights.
    if (k < temperatures) batch = await walk.at(places[k]!, outward, k, batch);
    if (signal?.aborted) break;
    yield { done: scouts + k, total, unit: 'temperatures' };
  }

  batch = resampled(space, batch, forward, rng.split(choiceStream));
  const still = new ChainStreams(rng.split(settleStream), chains);
  batch = await walk.at(1, still, 0, batch, settle);
  yield { done: scouts + temperatures + 1, total, unit: 'temperatures' };

  const reverse = new Float64Array(chains);
  const homeward = new ChainStreams(rng.split(reverseStream), chains);
  for (let k = temperatures; k >= 1; k--) {
    addWork(reverse, await path.slope(batch), places[k]! - places[k - 1]!);
    if (k > 1) batch = await walk.at(places[k - 1]!, homeward, k, batch);
    if (signal?.aborted) break;
    yield { done: total - k + 1, total, unit: 'temperatures' };
  }
  return conclude(
    forward,
    reverse,
    reference.logPartition,
    path.evaluations + walk.evaluations + (scouts + 1 + 2 * temperatures) * chains,
  );
}

/** logWeight += change · slope; a forbidden state ends the path's weight when the path goes towards the target. */
function addWork(logWeight: Float64Array, slope: Float64Array, change: number): void {
  for (let row = 0; row < logWeight.length; row++) logWeight[row]! += change * slope[row]!;
}

function resampled<B>(space: StateSpace<B>, batch: B, logWeight: Float64Array, rng: Rng): B {
  const highest = logWeight.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (highest === Number.NEGATIVE_INFINITY) return batch;
  const table = new AliasTable(logWeight.map((value) => Math.exp(value - highest)));
  return space.take(
    batch,
    Int32Array.from(logWeight, () => table.draw(rng)),
  );
}

function conclude(
  forward: Float64Array,
  reverse: Float64Array,
  logReference: number,
  evaluations: number,
): PartitionEstimate {
  const low = logReference + logMeanExp(forward);
  const high = logReference - logMeanExp(reverse);
  const { logRatio, standardError } = bennettRatio(forward, reverse);
  const [lowError, highError] = [logMeanError(forward), logMeanError(reverse)];
  const [there, back] = [weightSampleSize(forward), weightSampleSize(reverse)];
  const slower = 'Use more temperatures or steps; for modes far apart, a kernel that crosses between them.';
  return {
    logPartition: logReference + logRatio,
    standardError,
    bracket: { low, high, lowError, highError },
    evaluations,
    facts: [
      fact('effective paths there', there, 10, slower),
      fact('effective paths back', back, 10, slower),
      {
        name: 'gap of the bracket in standard errors of its ends',
        value: gapInErrors(high - low, Math.hypot(lowError, highError)),
        limit: { low: 0, high: 4, advice: slower },
      },
    ],
  };
}

/** Works that are all the same leave neither a gap, but for rounding, nor an error. */
function gapInErrors(gap: number, error: number): number {
  return Math.abs(gap) <= 1e-9 * Math.max(1, error) ? 0 : Math.abs(gap) / error;
}

function fact(name: string, value: number, low: number, advice: string): PartitionEstimate['facts'][number] {
  return { name, value, limit: { low, high: Number.POSITIVE_INFINITY, advice } };
}

/** (Σ w)² / Σ w². */
export function weightSampleSize(logWeight: Float64Array): number {
  const n = logWeight.length;
  return n * Math.exp(2 * logMeanExp(logWeight) - logMeanExp(logWeight.map((value) => 2 * value)));
}

/** Standard error of ln of the mean weight, to first order. */
export function logMeanError(logWeight: Float64Array): number {
  return Math.sqrt(Math.max(0, 1 / weightSampleSize(logWeight) - 1 / logWeight.length));
}

/** The estimator `annealed-importance-sampling`. */
export const annealedImportanceSampling = definePartition({
  name: 'annealed-importance-sampling',
  summary: 'Weighs paths from a known distribution to the target and back, which bracket ln Z',
  details:
    'Paths start from draws of a known distribution (uniform over sites and bounded axes, normal along the others) and end at the ' +
    'target after many small changes of temperature, each followed by steps of the kernel. The way there gives a value that is ' +
    'too low in expectation, the way back one that is too high; both are reported, with their best combination.',
  reference: 'Neal, Stat. Comput. 11, 125 (2001); Grosse, Ghahramani & Adams, arXiv:1511.02543 (2015)',
  requires: [],
  options: (refer) =>
    z.strictObject({
      kernel: refer.to('kernel').describe('How paths move at each temperature'),
      chains: z.int().min(2).default(200).describe('Paths in each direction'),
      temperatures: z.int().min(1).default(200).describe('Places of the path'),
      steps: z.int().min(1).default(1).describe('Kernel steps at each place'),
      settle: z.int().min(0).default(100).describe('Kernel steps at the target before the way back'),
      deviation: deviationOption,
    }),
  example: { kernel: 'blocked-gibbs', chains: 200, temperatures: 200 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = { ...settings, kernel: await parts.kernel(kernel) };
    return {
      estimate: (problem) => annealedImportance(problem, made),
      checkTarget: (target) => checkPathTarget(target, made),
    };
  },
});
