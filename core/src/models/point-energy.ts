import type { Differentiable, ValueAndGradient } from '../energy/energy.js';
import type { VectorBatch } from '../state/vector-space.js';

/**
 * Writes the energy of every row of `points` [rows, dimension] into `energy`, and ∂E/∂x into `gradient` where one is given. Each
 * row's numbers depend on that row alone, to the last bit.
 */
export type PointFunction = (points: VectorBatch, energy: Float64Array, gradient: Float64Array | undefined) => void;

/** The differentiable energy that a function of points gives. */
export function pointEnergy(dimension: number, fill: PointFunction): Differentiable<VectorBatch> {
  return {
    evaluate: (batch) => {
      const energy = new Float64Array(batch.length / dimension);
      fill(batch, energy, undefined);
      return energy;
    },
    evaluateWithGradient: (batch, into): ValueAndGradient => {
      const result = into ?? {
        energy: new Float64Array(batch.length / dimension),
        gradient: new Float64Array(batch.length),
      };
      fill(batch, result.energy, result.gradient);
      flattenForbidden(dimension, result);
      return result;
    },
  };
}

/** Far out, where an energy is too large for a number, its gradient is 0, as wherever an energy forbids. */
function flattenForbidden(dimension: number, { energy, gradient }: ValueAndGradient): void {
  for (let row = 0; row < energy.length; row++) {
    if (energy[row] === Number.POSITIVE_INFINITY) gradient.fill(0, row * dimension, (row + 1) * dimension);
  }
}
