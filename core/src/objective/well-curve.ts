import type { Curve } from './curve.js';

/**
 * E = ½ (distance to [low, high] / width)²: 0 inside, a parabola outside. The −ln of a Gaussian with flat top.
 *
 * @param low - May be −Infinity.
 * @param high - ≥ low, may be +Infinity.
 * @param width - > 0, in the unit of x: the energy is ½ this far outside.
 */
export function wellCurve(low: number, high: number, width: number): Curve {
  const outside = (x: number): number => (x < low ? x - low : x > high ? x - high : 0) / width;
  return {
    energy: (x) => 0.5 * outside(x) ** 2,
    slope: (x) => outside(x) / width,
  };
}
