import type { Discrete } from '../state/discrete.js';

/** States under change: site values that a kernel alone holds, and the batch that an energy can read them by. */
export class WorkingSites<B> {
  /** [rows, siteCount]; whoever holds this may change it. */
  readonly values: Uint8Array;
  readonly siteCount: number;
  readonly #space: Discrete<B>;
  readonly #like: B;
  /** The batch of `values` themselves, where the space keeps what it is given. */
  readonly #shared: B | undefined;

  constructor(space: Discrete<B>, like: B, values: Uint8Array = space.sites(like).slice()) {
    this.#space = space;
    this.#like = like;
    this.values = values;
    this.siteCount = space.siteCount;
    const batch = space.withSites(like, values);
    const kept = space.sites(batch);
    this.#shared = kept.buffer === values.buffer && kept.byteOffset === values.byteOffset ? batch : undefined;
  }

  /** The states as they are now, to be looked at before the next change. */
  get batch(): B {
    return this.#shared ?? this.#space.withSites(this.#like, this.values.slice());
  }

  /** One row alone, sharing its values. */
  row(row: number): WorkingSites<B> {
    const values = this.values.subarray(row * this.siteCount, (row + 1) * this.siteCount);
    return new WorkingSites(this.#space, this.#space.take(this.#like, Int32Array.of(row)), values);
  }
}
