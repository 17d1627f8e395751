import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';

/** One proposed state per input row. */
export interface Proposed<B> {
  /** As many rows as the input; a row where no move could be made repeats the input state. */
  readonly batch: B;
  /** ln q(x|x′) − ln q(x′|x) for each row; −Infinity where no valid move was made, so that it is rejected. */
  readonly logProposalRatio: Float64Array;
}

/**
 * A move whose forward and reverse probabilities are both known, so that Metropolis is exact.
 * Row r draws from `rng.split(r)` and from nothing else, so that a chain's path does not depend on who shares its batch.
 */
export interface Proposal<B> {
  propose(rng: Rng, batch: B): Awaitable<Proposed<B>>;
  /**
   * The same moves where some coordinates or sites stand still, for energies that are clamped there. Without it, moves that change
   * one of them are refused.
   */
  holding?(indices: Int32Array): Proposal<B>;
}

/** Children that a variation produced. Failed attempts leave no row. */
export interface Offspring<B> {
  readonly batch: B;
  /** Row of `parents` each child came from. */
  readonly parents: Int32Array;
}

/**
 * A change without known probabilities, for genetic samplers. Row r of `parents` is varied, with row r of `partners` as the
 * second parent where the variation takes two. Parents are never changed. Row r draws from `rng.split(r)` and from nothing else.
 */
export interface Variation<B> {
  vary(rng: Rng, parents: B, partners: B): Awaitable<Offspring<B>>;
}
