import { vectorDenseForm } from './dense-form-vectors.js';
import type { PointFunction } from './point-energy.js';

/** E = ½ (x − μ)ᵀ P (x − μ), P symmetric: [dimension, dimension]. */
export function denseForm(mean: Float64Array, matrix: Float64Array): PointFunction {
  return vectorDenseForm(mean, matrix) ?? plainDenseForm(mean, matrix);
}

/** As {@link denseForm}, point by point. */
export function plainDenseForm(mean: Float64Array, matrix: Float64Array): PointFunction {
  const dimension = mean.length;
  const offset = new Float64Array(dimension);
  const forces = new Float64Array(dimension);
  return (points, energy, gradient) => {
    for (let row = 0, start = 0; row < energy.length; row++, start += dimension) {
      for (let axis = 0; axis < dimension; axis++) offset[axis] = points[start + axis]! - mean[axis]!;
      product(matrix, offset, forces);
      let sum = 0;
      for (let axis = 0; axis < dimension; axis++) sum += forces[axis]! * offset[axis]!;
      energy[row] = 0.5 * sum;
      gradient?.set(forces, start);
    }
  };
}

/** Matrix times vector; four sums side by side, so that an addition need not wait for the last one. */
function product(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const n = vector.length;
  const whole = n - (n % 4);
  for (let i = 0; i < whole; i += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0, k = i * n; j < n; j++, k++) {
      const x = vector[j]!;
      a += matrix[k]! * x;
      b += matrix[k + n]! * x;
      c += matrix[k + 2 * n]! * x;
      d += matrix[k + 3 * n]! * x;
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (let i = whole; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
    out[i] = sum;
  }
}
