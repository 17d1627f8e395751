import type { Rng } from '../numerics/rng.js';
import type { Columns } from '../state/columns.js';
import type { BadRow, Decoded, StateSpace } from '../state/state-space.js';

/** States of {@link CategoricalSpace}: `siteCount` values a row, row-major. */
export type CategoricalBatch = Uint8Array;

/**
 * The smallest discrete space: `siteCount` sites with one of `valueCount` values each. Every state can be enumerated, so that
 * proposals, kernels and samplers can be held against exact probabilities.
 */
export class CategoricalSpace implements StateSpace<CategoricalBatch> {
  readonly kind = 'categorical';
  readonly siteCount: number;
  readonly valueCount: number;

  constructor(siteCount: number, valueCount: number) {
    this.siteCount = siteCount;
    this.valueCount = valueCount;
  }

  /** valueCount^siteCount. */
  get stateCount(): number {
    return this.valueCount ** this.siteCount;
  }

  /** All states; row i has number i. */
  enumerate(): CategoricalBatch {
    const batch = new Uint8Array(this.stateCount * this.siteCount);
    for (let i = 0; i < batch.length; i++) {
      const power = this.siteCount - 1 - (i % this.siteCount);
      batch[i] = Math.floor(Math.floor(i / this.siteCount) / this.valueCount ** power) % this.valueCount;
    }
    return batch;
  }

  /** The number of a row's state in the order of {@link enumerate}: its sites as digits, the first the highest. */
  stateNumber(batch: CategoricalBatch, row: number): number {
    let number = 0;
    for (let site = 0; site < this.siteCount; site++) {
      number = number * this.valueCount + batch[row * this.siteCount + site]!;
    }
    return number;
  }

  size(batch: CategoricalBatch): number {
    return batch.length / this.siteCount;
  }

  random(rng: Rng, count: number): CategoricalBatch {
    return new Uint8Array(count * this.siteCount).map(() => rng.integer(this.valueCount));
  }

  take(batch: CategoricalBatch, rows: Int32Array): CategoricalBatch {
    const taken = new Uint8Array(rows.length * this.siteCount);
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * this.siteCount;
      const to = i * this.siteCount;
      for (let j = 0; j < this.siteCount; j++) taken[to + j] = batch[from + j]!;
    }
    return taken;
  }

  concat(batches: readonly CategoricalBatch[]): CategoricalBatch {
    const whole = new Uint8Array(batches.reduce((length, batch) => length + batch.length, 0));
    let offset = 0;
    for (const batch of batches) {
      whole.set(batch, offset);
      offset += batch.length;
    }
    return whole;
  }

  identity(batch: CategoricalBatch, row: number): string {
    return batch.subarray(row * this.siteCount, (row + 1) * this.siteCount).join(' ');
  }

  encode(batch: CategoricalBatch): Columns {
    return { sites: { type: 'bytes', values: batch.slice(), width: this.siteCount } };
  }

  /** A row with a value outside 0 … valueCount − 1 is bad. */
  decode({ sites }: Columns): Decoded<CategoricalBatch> {
    const values = sites?.type === 'bytes' && sites.width === this.siteCount ? sites.values : new Uint8Array(0);
    const rows: number[] = [];
    const bad: BadRow[] = [];
    for (let row = 0; row < this.size(values); row++) {
      const fault = values.subarray(row * this.siteCount, (row + 1) * this.siteCount).find((v) => v >= this.valueCount);
      if (fault === undefined) rows.push(row);
      else
        bad.push({ row, status: 'invalid', message: `${fault} is not a value; they are 0 … ${this.valueCount - 1}` });
    }
    return { batch: this.take(values, Int32Array.from(rows)), rows: Int32Array.from(rows), bad };
  }
}
