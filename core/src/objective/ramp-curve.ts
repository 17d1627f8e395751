import type { Curve } from './curve.js';
import { curveOfDesirability } from './desirability.js';

/** E = −ln d of a straight ramp: d is 0 at `zeroAt` and before it, 1 at `oneAt` and beyond. The two differ; either may be larger. */
export function rampCurve(zeroAt: number, oneAt: number): Curve {
  const length = oneAt - zeroAt;
  const height = (x: number): number => (x - zeroAt) / length;
  return curveOfDesirability({
    desirability: (x) => Math.min(1, Math.max(0, height(x))),
    slope: (x) => (height(x) > 0 && height(x) < 1 ? 1 / length : 0),
  });
}
