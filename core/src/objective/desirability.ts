import { type Curve, elementwise } from './curve.js';
import type { Objective } from './objective.js';

/** Desirabilities below the smallest normal double count as 0: their logarithm would be right, but not their slope. */
const leastDesirability = 2 ** -1022;

/** Above this energy, d is small enough for ln d to need no care near d = 1. */
const energyOfSmallDesirability = 1;

/** A desirability d(x) in [0, 1] with its slope. */
export interface DesirabilityFunction {
  desirability(x: number): number;
  slope(x: number): number;
}

/** E = −ln d. +Infinity where d is 0. */
export function curveOfDesirability({ desirability, slope }: DesirabilityFunction): Curve {
  return {
    energy: (x) => {
      const d = desirability(x);
      return d < leastDesirability ? Number.POSITIVE_INFINITY : -Math.log(d);
    },
    slope: (x) => -slope(x) / desirability(x),
  };
}

/**
 * The curve whose desirability goes from `bottom` to `top` where that of `curve` goes from 0 to 1:
 * E = −ln(bottom + (top − bottom) e^(−E₀)).
 *
 * @param bottom - In [0, top).
 * @param top - In (0, 1].
 */
export function lifted(curve: Curve, bottom: number, top: number): Curve {
  if (bottom === 0) return { energy: (x) => curve.energy(x) - Math.log(top), slope: curve.slope };
  const gain = top - bottom;
  return {
    energy: (x) => {
      const energy = curve.energy(x);
      if (energy > energyOfSmallDesirability) return -Math.log(bottom + gain * Math.exp(-energy));
      return -Math.log(top) - Math.log1p((gain / top) * Math.expm1(-energy));
    },
    slope: (x) => {
      const desirability = Math.exp(-curve.energy(x));
      if (desirability === 0) return 0;
      return (gain * desirability * curve.slope(x)) / (bottom + gain * desirability);
    },
  };
}

/** d to the power `exponent` > 0: a curve `exponent` times as high. */
export function raised(curve: Curve, exponent: number): Curve {
  return { energy: (x) => exponent * curve.energy(x), slope: (x) => exponent * curve.slope(x) };
}

/** The objective of a desirability curve (E ≥ 0) with a floor: d becomes floor + (1 − floor) d, so energies stay ≤ −ln floor. */
export function desirabilityObjective(curve: Curve, floor: number): Objective {
  return elementwise(lifted(curve, floor, 1));
}
