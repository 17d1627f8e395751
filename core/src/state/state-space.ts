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
  /** All rows in order; of no batches, the empty batch. */
  concat(batches: readonly B[]): B;
  /** Equal designs have equal identities; unequal ones have unequal identities. */
  identity(batch: B, row: number): string;
  /** The columns that hold the states; `decode` of them gives the same states back. */
  encode(batch: B): Columns;
  decode(columns: Columns): Awaitable<Decoded<B>>;
}

/** A picture of one state: a self-contained SVG element (no ids that could clash, no script) and what it shows in words. */
export interface Drawing {
  readonly svg: string;
  readonly alt: string;
}

/** Capability: pictures for reports. */
export interface Drawable<B> extends StateSpace<B> {
  /** @param size - Width and height in CSS pixels. @returns One drawing per row. */
  draw(batch: B, size: { readonly width: number; readonly height: number }): Awaitable<readonly Drawing[]>;
}

/** Capability: a similarity in [0, 1], 1 for equal states, by which selections are made diverse. */
export interface Comparable<B> extends StateSpace<B> {
  /** What the similarity is, for reports: 'Tanimoto similarity of ECFP4 counts'. */
  readonly similarityName: string;
  /** @returns Similarity of `row` to each of `others`. */
  similarities(batch: B, row: number, others: Int32Array): Awaitable<Float64Array>;
}

export function isDrawable<B>(space: StateSpace<B>): space is Drawable<B> {
  return 'draw' in space;
}

export function isComparable<B>(space: StateSpace<B>): space is Comparable<B> {
  return 'similarities' in space;
}
