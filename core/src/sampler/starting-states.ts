import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
import { clampedStart } from '../path/clamped-start.js';
import type { SamplingProblem } from './sampler.js';

/** Branch of the root stream that starting states are drawn from; chains have the branches from 0 on. */
const startingStatesLabel = 0xffff_ffff;

/**
 * One starting state per chain: the given ones in turn, again from the first where chains outnumber them; random ones where
 * none are given. A chain's start depends on its number alone. Coordinates or sites that the energy holds are put there.
 *
 * @param first - Number of the first chain.
 * @throws {ConfigurationError} `problem.initial` is there and has no rows.
 */
export function startingStates<B>(problem: SamplingProblem<B>, chainCount: number, first = 0): Awaitable<B> {
  const { space, energy, initial } = problem;
  if (initial === undefined) {
    return whenDone(randomStates(problem, chainCount, first), (batch) => clampedStart(space, energy, batch));
  }
  const given = space.size(initial);
  if (given === 0) throw new ConfigurationError([{ path: ['initial'], message: 'there is no state to start from' }]);
  const rows = Int32Array.from({ length: chainCount }, (_, chain) => (first + chain) % given);
  return clampedStart(space, energy, space.take(initial, rows));
}

function randomStates<B>({ space, rng }: SamplingProblem<B>, chainCount: number, first: number): Awaitable<B> {
  const streams = rng.split(startingStatesLabel);
  const states = Array.from({ length: chainCount }, (_, chain) => space.random(streams.split(first + chain), 1));
  return whenAll(states, (batches) => space.concat(batches));
}
