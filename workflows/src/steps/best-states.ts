import type { StateSpace } from '@basin/core';
import { bestDistinctRows } from './chosen-rows.js';

/** The best different states among any number that come by, in memory for about those alone. */
export class BestStates {
  readonly #space: StateSpace<unknown>;
  readonly #count: number;
  #best: { readonly batch: unknown; readonly energy: Float64Array } | undefined;

  /** @param count - ≥ 1. */
  constructor(space: StateSpace<unknown>, count: number) {
    this.#space = space;
    this.#count = count;
  }

  /** Undefined before the first state. */
  get batch(): unknown {
    return this.#best?.batch;
  }

  /** Of equal energies the earlier offered stays. @param energy - No NaN. */
  offer(batch: unknown, energy: Float64Array): void {
    const better = this.#promising(energy);
    if (better.length === 0) return;
    const candidates = this.#space.take(batch, better);
    const batches = this.#best === undefined ? [candidates] : [this.#best.batch, candidates];
    const whole = this.#space.concat(batches);
    const values = Float64Array.from([...(this.#best?.energy ?? []), ...Array.from(better, (row) => energy[row]!)]);
    const rows = bestDistinctRows(
      this.#space,
      { batch: whole, energy: values },
      Int32Array.from(values.keys()),
      this.#count,
    );
    this.#best = { batch: this.#space.take(whole, rows), energy: Float64Array.from(rows, (row) => values[row]!) };
  }

  /** Rows that could be among the best, so that most blocks cost one comparison a row. */
  #promising(energy: Float64Array): Int32Array {
    const known = this.#best?.energy ?? [];
    const worst = known.length < this.#count ? Number.POSITIVE_INFINITY : known.at(-1)!;
    return Int32Array.from(energy.keys()).filter((row) => energy[row]! < worst);
  }
}
