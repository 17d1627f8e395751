import type { Objective } from './objective.js';

/** An energy as a function of one number, with its slope. Neither is ever asked about NaN. */
export interface Curve {
  energy(x: number): number;
  /** dE/dx; at a kink, the slope of either side. Not asked where the energy is infinite. */
  slope(x: number): number;
}

/** The objective that applies a curve to every value, and keeps the rules that all objectives share. */
export function elementwise(curve: Curve): Objective {
  return {
    energy: (values) => values.map((x) => energyAt(curve, x)),
    derivative: (values) => values.map((x) => derivativeAt(curve, x)),
  };
}

function energyAt(curve: Curve, x: number): number {
  // Adding zero turns −0, such as −ln 1, into 0.
  return Number.isNaN(x) ? Number.NaN : curve.energy(x) + 0;
}

function derivativeAt(curve: Curve, x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (!Number.isFinite(curve.energy(x))) return 0;
  // Beyond the range of doubles a slope stays finite, so that the chain rule makes no 0 · ∞ of it.
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, curve.slope(x))) + 0;
}
