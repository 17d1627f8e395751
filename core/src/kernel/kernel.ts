import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';

/** What every kernel's state holds: one row per chain, and the energy of each row, so that no step evaluates it again. */
export interface ChainState<B> {
  readonly batch: B;
  /** +Infinity marks a chain that has not yet left the forbidden states. */
  readonly energy: Float64Array;
}

/** What every kernel says of a step. Nothing here is needed for the next one. */
export interface StepInfo {
  /** 1 for each chain that moved, else 0. */
  readonly accepted: Uint8Array;
  /** Energy evaluations of the step, one per state; differences count as one. */
  readonly evaluations: number;
}

/**
 * One transition of a Markov chain, over a batch of chains at once. Kernels are values: `step` changes neither its state nor
 * itself, and β belongs to the schedule of whoever drives it.
 *
 * Row r draws from `rng.split(r)` and the streams below it, and from nothing else. A driver that runs chains 8 … 15 apart from
 * the others hands over streams that start at chain 8, and every chain takes the path it takes among all of them.
 */
export interface Kernel<B, S extends ChainState<B> = ChainState<B>, I extends StepInfo = StepInfo> {
  init(batch: B): Awaitable<S>;
  /** @param beta - Inverse temperature, finite, ≥ 0. @throws {RangeError} β is not. */
  step(rng: Rng, state: S, beta: number): Awaitable<readonly [S, I]>;
}
