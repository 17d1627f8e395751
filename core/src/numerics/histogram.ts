import type { Extent } from './statistics.js';

/** How many values fall in each of some bins of equal width. */
export interface Histogram {
  /** Edges of the bins, ascending. [binCount + 1] */
  readonly edges: Float64Array;
  /** Values in [edge i, edge i+1), the last bin closed. [binCount] */
  readonly counts: Float64Array;
  /** Values below the first edge, above the last, and NaN. */
  readonly outside: number;
}

/**
 * Counts `values` in `binCount` bins of equal width over `range`.
 *
 * @param range - From low to high, finite, low < high.
 * @throws {RangeError} `binCount` is no integer ≥ 1, or the range is empty or infinite.
 * @remarks O(n).
 */
export function histogram(values: Float64Array, binCount: number, range: Extent): Histogram {
  const { low, high } = range;
  if (!(Number.isInteger(binCount) && binCount >= 1)) {
    throw new RangeError(`number of bins is ${binCount}; allowed are the integers from 1`);
  }
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(
      `range of the histogram is ${low} to ${high}; allowed are finite numbers, the first one smaller`,
    );
  }
  const edges = Float64Array.from({ length: binCount + 1 }, (_, i) => low + ((high - low) * i) / binCount);
  edges[binCount] = high;
  const counts = new Float64Array(binCount);
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    const bin = binOf(values[i]!, edges);
    if (bin < 0) outside++;
    else counts[bin]!++;
  }
  return { edges, counts, outside };
}

/** The bin a value belongs to, −1 for none. The edges decide, so that rounding cannot move a value that lies on one. */
function binOf(value: number, edges: Float64Array): number {
  const last = edges.length - 1;
  const low = edges[0]!;
  const high = edges[last]!;
  if (!(value >= low && value <= high)) return -1;
  let bin = Math.min(last - 1, Math.floor(((value - low) / (high - low)) * last));
  if (value < edges[bin]!) bin--;
  else if (bin < last - 1 && value >= edges[bin + 1]!) bin++;
  return bin;
}
