import { ConfigurationError } from '../errors/design-error.js';
import type { Awaitable } from '../numerics/awaitable.js';
import { drawWithoutReplacement } from '../numerics/permutation.js';
import type { StateSpace } from '../state/state-space.js';
import type { SamplingProblem } from './sampler.js';

/** Designs evaluated in one call at the start, so that a long list of them can be cancelled. */
const chunkSize = 1024;

/** Whether all given designs are evaluated and the best taken, or as many as the population holds, drawn at random. */
export type InitialChoice = 'best' | 'random';

/**
 * The designs that a population begins with; random ones where none are given.
 *
 * @throws {ConfigurationError} `problem.initial` is there and has no rows.
 */
export function initialDesigns<B>(
  { space, initial, rng }: SamplingProblem<B>,
  population: number,
  choice: InitialChoice,
): Awaitable<B> {
  if (initial === undefined) return space.random(rng, population);
  const given = space.size(initial);
  if (given === 0) throw new ConfigurationError([{ path: ['initial'], message: 'there is no state to start from' }]);
  return choice === 'best'
    ? initial
    : space.take(initial, drawWithoutReplacement(rng, given, Math.min(population, given)));
}

/** The first {@link chunkSize} rows of a batch, and the others; undefined where there are none. */
export function firstChunk<B>(space: StateSpace<B>, batch: B): readonly [B, B | undefined] {
  const size = space.size(batch);
  if (size <= chunkSize) return [batch, undefined];
  const rows = Int32Array.from({ length: size }, (_, row) => row);
  return [space.take(batch, rows.subarray(0, chunkSize)), space.take(batch, rows.subarray(chunkSize))];
}
