import { orderStatistic } from './order-statistic.js';
import { RunningMoments } from './running-moments.js';

/** Arithmetic mean; NaN for no values or where one is NaN. */
export function mean(values: Float64Array): number {
  return momentsOf(values).mean;
}

/** Unbiased variance, divided by n − 1; NaN for fewer than two values. */
export function variance(values: Float64Array): number {
  return momentsOf(values).variance;
}

/** Square root of the unbiased variance. */
export function standardDeviation(values: Float64Array): number {
  return Math.sqrt(variance(values));
}

function momentsOf(values: Float64Array): RunningMoments {
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i++) moments.add(values[i]!);
  return moments;
}

/** The least and the greatest of some numbers. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Least and greatest value; both NaN for no values or where one is NaN. */
export function extent(values: Float64Array): Extent {
  if (values.length === 0) return { low: Number.NaN, high: Number.NaN };
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return { low, high };
}

/**
 * Quantile by linear interpolation between order statistics: type 7, the default of R and NumPy.
 *
 * @param probability - In [0, 1]; 0.5 is the median.
 * @returns NaN for no values or where one is NaN.
 * @throws {RangeError} The probability is outside [0, 1].
 * @remarks O(n log n); sorts a copy. For several quantiles of the same values, sort once and use `quantileOfSorted`.
 * @see Hyndman & Fan, Am. Stat. 50, 361 (1996).
 */
export function quantile(values: Float64Array, probability: number): number {
  return quantileOfSorted(values.toSorted(), probability);
}

/** `quantile` of values in ascending order, NaN last, as typed arrays sort. O(1). */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability of a quantile is ${probability}; allowed is 0 to 1`);
  }
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1]!)) return Number.NaN;
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const share = position - below;
  // Apart from speed, this keeps 0 · ∞ and ∞ − ∞ away: neighbours may be infinite.
  if (share === 0 || low === high) return low;
  return (1 - share) * low + share * high;
}

/**
 * The middle of the values; the mean of the two middle ones for an even number. NaN for no values or where one is NaN.
 * @remarks O(n) on average; copies.
 */
export function median(values: Float64Array): number {
  if (values.length === 0 || values.includes(Number.NaN)) return Number.NaN;
  const parted = values.slice();
  const rank = values.length >> 1;
  const high = orderStatistic(parted, rank);
  if (values.length % 2 === 1) return high;
  const low = extent(parted.subarray(0, rank)).high;
  return low === high ? low : 0.5 * low + 0.5 * high;
}
