import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { Columns } from './columns.js';

/** A row that `decode` could not turn into a state. `status` is a short word for programs, `message` a sentence for people. */
export interface BadRow {
  readonly row: number;
  readonly status: 'invalid' | 'timeout' | 'crashed' | 'too-large' | 'missing';
  readonly message: string;
}

/** The good rows of a decoded table, which input rows they came from, and the bad ones with the reason. */
export interface Decoded<B> {
  readonly batch: B;
  /** Input row of each state of `batch`, ascending. */
  readonly rows: Int32Array;
  readonly bad: readonly BadRow[];
}

/**
 * A set of candidates and how batches of them are stored.
 * `kind` is what energies, proposals and samplers are matched by. Batches are immutable values.
 */
export interface StateSpace<B> {
  readonly kind: string;
  size(batch: B): number;
  /** Draws `count` states; spaces that cannot (or can only with seeds) throw a ConfigurationError that says so. */
  random(rng: Rng, count: number): Awaitable<B>;
  /** The given rows, in the given order, repeats allowed. */
  take(batch: B, rows: Int32Array): B;
  concat(batches: readonly B[]): B;
  /** Equal designs have equal identities; unequal ones have unequal identities. */
  identity(batch: B, row: number): string;
  /** The columns that hold the states; `decode` of them gives the same states back. */
  encode(batch: B): Columns;
  decode(columns: Columns): Awaitable<Decoded<B>>;
}
