import type { BadRow, Columns, Comparable, Decoded, Drawable, Drawing, Rng } from '@basin/core';
import { numberAt } from './cell.js';

/** Real numbers as states: the smallest space that steps and reports can be tried on. Column 'x'. */
export class NumberSpace implements Drawable<Float64Array>, Comparable<Float64Array> {
  readonly kind = 'number';
  readonly similarityName = 'closeness 1 / (1 + |x − y|)';

  size(batch: Float64Array): number {
    return batch.length;
  }

  random(rng: Rng, count: number): Float64Array {
    const batch = new Float64Array(count);
    rng.fillNormal(batch);
    return batch;
  }

  take(batch: Float64Array, rows: Int32Array): Float64Array {
    return Float64Array.from(rows, (row) => batch[row]!);
  }

  concat(batches: readonly Float64Array[]): Float64Array {
    return Float64Array.from(batches.flatMap((batch) => [...batch]));
  }

  identity(batch: Float64Array, row: number): string {
    return String(batch[row]);
  }

  encode(batch: Float64Array): Columns {
    return { x: { type: 'float64', values: batch } };
  }

  decode({ x }: Columns): Decoded<Float64Array> {
    const values = x?.type === 'float64' ? x.values : new Float64Array(0);
    const rows: number[] = [];
    const bad: BadRow[] = [];
    for (const row of values.keys()) {
      if (Number.isNaN(numberAt(x!, row))) bad.push({ row, status: 'missing', message: 'x is missing' });
      else rows.push(row);
    }
    return { batch: Float64Array.from(rows, (row) => values[row]!), rows: Int32Array.from(rows), bad };
  }

  draw(batch: Float64Array): readonly Drawing[] {
    return Array.from(batch, (x) => ({
      svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle id="dot" cx="50" cy="50" r="${Math.min(40, Math.abs(x) * 10 + 4)}"/></svg>`,
      alt: `a disc for ${x}`,
    }));
  }

  similarities(batch: Float64Array, row: number, others: Int32Array): Float64Array {
    return Float64Array.from(others, (other) => 1 / (1 + Math.abs(batch[row]! - batch[other]!)));
  }
}
