import type { Rng } from '../numerics/rng.js';
import type { Columns } from '../state/columns.js';
import type { BadRow, Decoded, StateSpace } from '../state/state-space.js';

/** States of {@link VectorSpace}: `dimension` values a row, row-major. */
export type VectorBatch = Float64Array;

/** The smallest continuous space: points of ℝⁿ. Random states are standard normal. */
export class VectorSpace implements StateSpace<VectorBatch> {
  readonly kind = 'vector';
  readonly dimension: number;

  constructor(dimension: number) {
    this.dimension = dimension;
  }

  size(batch: VectorBatch): number {
    return batch.length / this.dimension;
  }

  random(rng: Rng, count: number): VectorBatch {
    const batch = new Float64Array(count * this.dimension);
    rng.fillNormal(batch);
    return batch;
  }

  take(batch: VectorBatch, rows: Int32Array): VectorBatch {
    const taken = new Float64Array(rows.length * this.dimension);
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * this.dimension;
      const to = i * this.dimension;
      for (let j = 0; j < this.dimension; j++) taken[to + j] = batch[from + j]!;
    }
    return taken;
  }

  concat(batches: readonly VectorBatch[]): VectorBatch {
    const whole = new Float64Array(batches.reduce((length, batch) => length + batch.length, 0));
    let offset = 0;
    for (const batch of batches) {
      whole.set(batch, offset);
      offset += batch.length;
    }
    return whole;
  }

  identity(batch: VectorBatch, row: number): string {
    return batch.subarray(row * this.dimension, (row + 1) * this.dimension).join(' ');
  }

  encode(batch: VectorBatch): Columns {
    return { position: { type: 'vector', values: batch.slice(), width: this.dimension } };
  }

  /** A row with a coordinate that is not finite is bad. */
  decode({ position }: Columns): Decoded<VectorBatch> {
    const values =
      position?.type === 'vector' && position.width === this.dimension ? position.values : new Float64Array(0);
    const rows: number[] = [];
    const bad: BadRow[] = [];
    for (let row = 0; row < this.size(values); row++) {
      const place = values.subarray(row * this.dimension, (row + 1) * this.dimension);
      if (place.every(Number.isFinite)) rows.push(row);
      else bad.push({ row, status: 'invalid', message: `[${place.join(', ')}] has a coordinate that is not finite` });
    }
    return { batch: this.take(values, Int32Array.from(rows)), rows: Int32Array.from(rows), bad };
  }
}
