import { choleskyFactor } from './symmetric-matrix.js';

/**
 * The lower factor L of a symmetric positive definite matrix A = L Lᵀ, zeros above its diagonal.
 *
 * @param matrix - [size, size]; only the lower triangle is read.
 * @throws {RangeError} The matrix is not positive definite. @remarks O(size³).
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size, 0);
  if (factor === undefined) throw new RangeError('the matrix is not positive definite');
  return factor;
}
