import type { Clamped, Differentiable, ValueAndGradient } from '../energy/energy.js';

/** Energy and gradient of one point: returns the one and writes the other. */
export type PointFormula = (x: Float64Array, gradient: Float64Array) => number;

/** An energy of vectors written point by point, which counts the points that it was asked for. */
export interface CountingEnergy extends Differentiable<Float64Array> {
  evaluations: number;
}

/** The energy of vectors of a dimension by a formula. */
export function formulaEnergy(dimension: number, formula: PointFormula): CountingEnergy {
  const energy: CountingEnergy = {
    evaluations: 0,
    evaluate: (batch) => energyAndGradient(batch).energy,
    evaluateWithGradient: (batch) => energyAndGradient(batch),
  };
  function energyAndGradient(batch: Float64Array): ValueAndGradient {
    const gradient = new Float64Array(batch.length);
    const values = Float64Array.from({ length: batch.length / dimension }, (_, row) => {
      const [from, to] = [row * dimension, (row + 1) * dimension];
      return formula(batch.subarray(from, to), gradient.subarray(from, to));
    });
    energy.evaluations += values.length;
    return { energy: values, gradient };
  }
  return energy;
}

/** The same energy, clamped at some coordinates: its gradient is 0 there. */
export function clampedEnergy(
  energy: Differentiable<Float64Array>,
  dimension: number,
  indices: Int32Array,
  values: Float64Array,
): Differentiable<Float64Array> & Clamped<Float64Array> {
  const frozen = (gradient: Float64Array): Float64Array =>
    gradient.map((slope, i) => (indices.includes(i % dimension) ? 0 : slope));
  return {
    clamp: { indices, values },
    evaluate: (batch) => energy.evaluate(batch),
    evaluateWithGradient: async (batch) => {
      const found = await energy.evaluateWithGradient(batch);
      return { energy: found.energy, gradient: frozen(found.gradient) };
    },
  };
}

/** Σ ½ x². */
export const standardNormal: PointFormula = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    gradient[i] = x[i]!;
    sum += 0.5 * x[i]! ** 2;
  }
  return sum;
};

/** Σ 2 (x² − 1)². */
export const doubleWells: PointFormula = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const excess = x[i]! ** 2 - 1;
    gradient[i] = 8 * x[i]! * excess;
    sum += 2 * excess ** 2;
  }
  return sum;
};
