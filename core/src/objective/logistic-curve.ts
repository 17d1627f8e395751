import type { Curve } from './curve.js';

/** ln(1 + e^z) without overflow; +Infinity at +Infinity, 0 at −Infinity. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** 1 / (1 + e^(−z)), accurate in both tails. */
export function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/**
 * E = −ln d of the logistic d = 1 / (1 + e^(−rate · (x − middle))).
 * As a softplus it is exact where d itself would round to 0 or 1: far out the energy grows linearly.
 *
 * @param rate - Per unit of x; negative for a curve that falls.
 */
export function logisticCurve(rate: number, middle: number): Curve {
  return {
    energy: (x) => softplus(-rate * (x - middle)),
    slope: (x) => -rate * logistic(-rate * (x - middle)),
  };
}
