import type { Rng } from '../numerics/rng.js';
import { median } from '../numerics/statistics.js';

/** A discrepancy beside what chance alone gives for as many independent draws. */
export interface Discrepancy {
  /** The statistic; about 0, and of either sign, for draws of the target. */
  readonly value: number;
  /** 95 % quantile of the statistic under chance. */
  readonly noiseFloor: number;
}

const resamplings = 200;

/**
 * Kernelised Stein discrepancy, squared, of points against a density known up to its constant by its score s = ∇ ln p: the
 * U-statistic with the inverse multiquadric kernel (c² + |x − y|²)^(−1/2), which detects wrong tails as well as wrong modes, with
 * c the median distance. The noise floor is that of the wild bootstrap for independent points, so thin a chain first.
 *
 * @param points - [count, dimension], row-major.
 * @param scores - −β∇E at each point, same layout.
 * @returns NaN for fewer than two points.
 * @remarks O(count² · dimension); a few hundred points are enough.
 * @see Gorham & Mackey, ICML (2017); Liu, Lee & Jordan, ICML (2016); Chwialkowski, Strathmann & Gretton, ICML (2016).
 */
export function steinDiscrepancy(points: Float64Array, scores: Float64Array, dimension: number, rng: Rng): Discrepancy {
  const count = points.length / dimension;
  if (count < 2) return { value: Number.NaN, noiseFloor: Number.NaN };
  const scale = medianSquaredDistance(points, dimension);
  return bootstrapped(count, rng, (i, j) => steinKernel(points, scores, dimension, scale, i, j));
}

/**
 * ∇ₓ·∇ᵧk + sₓ·∇ᵧk + sᵧ·∇ₓk + sₓ·sᵧ k for k = (scale + r²)^(−1/2), r = |x − y|.
 */
function steinKernel(
  points: Float64Array,
  scores: Float64Array,
  dimension: number,
  scale: number,
  i: number,
  j: number,
): number {
  let squared = 0;
  let products = 0;
  let along = 0;
  for (let axis = 0; axis < dimension; axis++) {
    const apart = points[i * dimension + axis]! - points[j * dimension + axis]!;
    const first = scores[i * dimension + axis]!;
    const second = scores[j * dimension + axis]!;
    squared += apart * apart;
    products += first * second;
    along += (first - second) * apart;
  }
  const base = scale + squared;
  const kernel = 1 / Math.sqrt(base);
  const slope = kernel / base;
  return products * kernel + along * slope + dimension * slope - (3 * squared * slope) / base;
}

/** Mean of h over pairs, and the 95 % quantile of the same with random signs. */
function bootstrapped(count: number, rng: Rng, h: (i: number, j: number) => number): Discrepancy {
  const signs = new Float64Array(resamplings * count);
  for (let i = 0; i < signs.length; i++) signs[i] = rng.uint32() & 1 ? 1 : -1;
  const resampled = new Float64Array(resamplings);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const value = h(i, j);
      sum += value;
      for (let b = 0; b < resamplings; b++) resampled[b]! += signs[b * count + i]! * signs[b * count + j]! * value;
    }
  }
  const pairs = (count * (count - 1)) / 2;
  resampled.sort();
  return { value: sum / pairs, noiseFloor: resampled[Math.floor(0.95 * resamplings)]! / pairs };
}

/** Median of the squared distances of up to 300 points; 1 where they are all one. */
export function medianSquaredDistance(points: Float64Array, dimension: number): number {
  const count = Math.min(300, points.length / dimension);
  const distances = new Float64Array((count * (count - 1)) / 2);
  let next = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) distances[next++] = squaredDistance(points, points, dimension, i, j);
  }
  return median(distances) || 1;
}

/** Squared distance of a row of one table from a row of another. */
function squaredDistance(first: Float64Array, second: Float64Array, dimension: number, i: number, j: number): number {
  let sum = 0;
  for (let axis = 0; axis < dimension; axis++) {
    const apart = first[i * dimension + axis]! - second[j * dimension + axis]!;
    sum += apart * apart;
  }
  return sum;
}

/**
 * Maximum mean discrepancy, squared, between two samples: the unbiased estimate with a Gaussian kernel of the median distance.
 * The noise floor is the 95 % quantile over random divisions of all points, so points of a chain must be thinned to be about
 * independent.
 *
 * @param first - [n, dimension], row-major, n ≥ 2. @param second - [m, dimension], m ≥ 2.
 * @remarks O((n + m)² · dimension).
 * @see Gretton et al., J. Mach. Learn. Res. 13, 723 (2012).
 */
export function meanDiscrepancy(first: Float64Array, second: Float64Array, dimension: number, rng: Rng): Discrepancy {
  const firstCount = first.length / dimension;
  const count = firstCount + second.length / dimension;
  const points = new Float64Array(first.length + second.length);
  points.set(first);
  points.set(second, first.length);
  const width = medianSquaredDistance(points, dimension);
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const value = Math.exp(-squaredDistance(points, points, dimension, i, j) / width);
      gram[i * count + j] = value;
      gram[j * count + i] = value;
    }
  }
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const value = unbiasedDiscrepancy(gram, order, firstCount);
  const shuffled = Float64Array.from({ length: resamplings }, () => {
    for (let i = count - 1; i > 0; i--) {
      const other = rng.integer(i + 1);
      [order[i], order[other]] = [order[other]!, order[i]!];
    }
    return unbiasedDiscrepancy(gram, order, firstCount);
  }).sort();
  return { value, noiseFloor: shuffled[Math.floor(0.95 * resamplings)]! };
}

function unbiasedDiscrepancy(gram: Float64Array, order: Int32Array, firstCount: number): number {
  const count = order.length;
  const secondCount = count - firstCount;
  let [within, beside, across] = [0, 0, 0];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const value = gram[order[a]! * count + order[b]!]!;
      if (a < firstCount) within += value;
      else if (b >= firstCount) beside += value;
      else across += value;
    }
  }
  return (
    (2 * within) / (firstCount * (firstCount - 1)) +
    (2 * beside) / (secondCount * (secondCount - 1)) -
    (2 * across) / (firstCount * secondCount)
  );
}
