import { choleskyFactor } from '../numerics/symmetric-matrix.js';

/** How many states a chain's moments are of, their mean and the sums of squares about it, or of products for a dense metric. */
export interface WindowMoments {
  /** [chains] */
  readonly count: Float64Array;
  /** [chains, dimension] */
  readonly mean: Float64Array;
  /** [chains, dimension], or [chains, dimension, dimension] of which the lower triangles are used. */
  readonly squares: Float64Array;
}

/** Moments of no states. */
export function noMoments(chainCount: number, dimension: number, kind: 'diagonal' | 'dense'): WindowMoments {
  const width = kind === 'dense' ? dimension * dimension : dimension;
  return {
    count: new Float64Array(chainCount),
    mean: new Float64Array(chainCount * dimension),
    squares: new Float64Array(chainCount * width),
  };
}

/**
 * The moments with one more state of every chain. O(values), times the dimension for a dense metric.
 * @param coordinates - [chains, dimension]
 * @see Welford, Technometrics 4, 419 (1962).
 */
export function addToMoments(
  { count, mean, squares }: WindowMoments,
  coordinates: Float64Array,
  kind: 'diagonal' | 'dense',
): WindowMoments {
  const dimension = mean.length / count.length;
  const next = { count: count.map((n) => n + 1), mean: mean.slice(), squares: squares.slice() };
  const before = new Float64Array(dimension);
  for (let chain = 0, at = 0; chain < count.length; chain++, at += dimension) {
    for (let i = 0; i < dimension; i++) {
      before[i] = coordinates[at + i]! - mean[at + i]!;
      next.mean[at + i] = mean[at + i]! + before[i]! / next.count[chain]!;
    }
    for (let i = 0; i < dimension; i++) {
      const after = coordinates[at + i]! - next.mean[at + i]!;
      if (kind === 'diagonal') next.squares[at + i] = squares[at + i]! + before[i]! * after;
      else
        for (let j = 0, k = (at + i) * dimension; j <= i; j++, k++) next.squares[k] = squares[k]! + after * before[j]!;
    }
  }
  return next;
}

/**
 * The scales of a metric from the states of a window: standard deviations, or the Cholesky factor of the covariance. Few states
 * say little, so the covariance of n is drawn towards 10⁻³: n/(n + 5) Σ + 10⁻³ · 5/(n + 5), as in Stan.
 *
 * @returns As `squares`.
 */
export function scalesOf({ count, mean, squares }: WindowMoments, kind: 'diagonal' | 'dense'): Float64Array {
  const dimension = mean.length / count.length;
  const width = squares.length / count.length;
  const scales = new Float64Array(squares.length);
  for (let chain = 0; chain < count.length; chain++) {
    const n = count[chain]!;
    const share = n / ((n + 5) * (n - 1));
    const floor = (1e-3 * 5) / (n + 5);
    const own = squares.subarray(chain * width, (chain + 1) * width).map((sum) => share * sum);
    for (let i = 0; i < dimension; i++) own[kind === 'dense' ? i * dimension + i : i]! += floor;
    scales.set(kind === 'dense' ? factorOf(own, dimension) : own.map(Math.sqrt), chain * width);
  }
  return scales;
}

/** The Cholesky factor of a covariance; where rounding leaves none (too few states of too different scales), the deviations. */
function factorOf(covariance: Float64Array, dimension: number): Float64Array {
  const factor = choleskyFactor(covariance, dimension);
  if (factor !== undefined) return factor;
  return covariance.map((value, k) => (k % (dimension + 1) === 0 ? Math.sqrt(value) : 0));
}

/**
 * What a step size is to be multiplied by where scales change, so that the stiffest coordinate feels the step that it felt. In
 * units of its new scale, coordinate j moved by ε·old_j/new_j.
 *
 * @param before - undefined for scales of 1. @param after - As {@link scalesOf} gives them.
 * @returns [chains]
 */
export function stepSizeChange(
  before: Float64Array | undefined,
  after: Float64Array,
  chainCount: number,
  dimension: number,
): Float64Array {
  return new Float64Array(chainCount).map((_, chain) => {
    let largest = 0;
    for (let j = 0; j < dimension; j++) {
      const old = before === undefined ? 1 : deviation(before, chain, j, chainCount, dimension);
      largest = Math.max(largest, old / deviation(after, chain, j, chainCount, dimension));
    }
    return largest;
  });
}

/** Standard deviation of a coordinate by the scales: the length of its row of the triangle where they are dense. */
function deviation(scales: Float64Array, chain: number, j: number, chainCount: number, dimension: number): number {
  if (scales.length === chainCount * dimension) return scales[chain * dimension + j]!;
  const row = (chain * dimension + j) * dimension;
  return Math.hypot(...scales.subarray(row, row + j + 1));
}
