import type { DesirabilityFunction } from './desirability.js';

/** A point of an interpolated desirability. */
export interface DesirabilityPoint {
  readonly value: number;
  readonly desirability: number;
}

/** Straight lines between points with increasing values, constant beyond the first and the last. O(log n) a value. */
export function piecewiseLinearFunction(points: readonly DesirabilityPoint[]): DesirabilityFunction {
  return betweenEnds(points, (i) => {
    const { value, desirability } = points[i]!;
    const slope = secant(points, i);
    return { desirability: (x) => desirability + slope * (x - value), slope: () => slope };
  });
}

/**
 * Cubics between points with increasing values, constant beyond the first and the last: smooth everywhere (C¹), monotone
 * wherever the points are, and so never outside [0, 1]. Flat at both ends, to join the constant parts. O(log n) a value.
 *
 * @see Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984), for the slopes at the inner points.
 */
export function monotoneCubicFunction(points: readonly DesirabilityPoint[]): DesirabilityFunction {
  const slopes = points.map((_, i) => (i === 0 || i === points.length - 1 ? 0 : monotoneSlope(points, i)));
  return betweenEnds(points, (i) => hermiteCubic(points[i]!, points[i + 1]!, slopes[i]!, slopes[i + 1]!));
}

/** Joins one function for each gap between neighbours to constants outside. */
function betweenEnds(
  points: readonly DesirabilityPoint[],
  functionOfGap: (gap: number) => DesirabilityFunction,
): DesirabilityFunction {
  const first = points[0]!;
  const last = points[points.length - 1]!;
  const gaps = points.slice(1).map((_, i) => functionOfGap(i));
  return {
    desirability: (x) => {
      if (x <= first.value) return first.desirability;
      if (x >= last.value) return last.desirability;
      // Rounding may carry a curve past the bounds that it keeps in exact arithmetic.
      return Math.min(1, Math.max(0, gaps[gapOf(points, x)]!.desirability(x)));
    },
    slope: (x) => (x <= first.value || x >= last.value ? 0 : gaps[gapOf(points, x)]!.slope(x)),
  };
}

/** Index of the last point whose value is ≤ x. */
function gapOf(points: readonly DesirabilityPoint[], x: number): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle]!.value <= x) low = middle;
    else high = middle;
  }
  return low;
}

function secant(points: readonly DesirabilityPoint[], i: number): number {
  const [left, right] = [points[i]!, points[i + 1]!];
  return (right.desirability - left.desirability) / (right.value - left.value);
}

/** Harmonic mean of the secants on both sides, weighted towards the shorter one; 0 at a turning point. */
function monotoneSlope(points: readonly DesirabilityPoint[], i: number): number {
  const [left, right] = [secant(points, i - 1), secant(points, i)];
  if (left * right <= 0) return 0;
  const leftLength = points[i]!.value - points[i - 1]!.value;
  const rightLength = points[i + 1]!.value - points[i]!.value;
  const leftWeight = leftLength + 2 * rightLength;
  const rightWeight = 2 * leftLength + rightLength;
  return (leftWeight + rightWeight) / (leftWeight / left + rightWeight / right);
}

function hermiteCubic(
  left: DesirabilityPoint,
  right: DesirabilityPoint,
  leftSlope: number,
  rightSlope: number,
): DesirabilityFunction {
  const length = right.value - left.value;
  const rise = right.desirability - left.desirability;
  const quadratic = 3 * rise - (2 * leftSlope + rightSlope) * length;
  const cubic = (leftSlope + rightSlope) * length - 2 * rise;
  return {
    desirability: (x) => {
      const t = (x - left.value) / length;
      return left.desirability + t * (leftSlope * length + t * (quadratic + t * cubic));
    },
    slope: (x) => {
      const t = (x - left.value) / length;
      return leftSlope + (t * (2 * quadratic + t * 3 * cubic)) / length;
    },
  };
}
