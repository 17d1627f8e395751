import { describe, expect, it } from 'vitest';
import { inverseFromFactor, logDeterminant } from './factored-matrix.js';
import { choleskyFactor } from './symmetric-matrix.js';

// L = [[2, 0, 0], [1, 3, 0], [−2, 1, 1]]: det L Lᵀ = 36, and the inverse by hand.
const factor = Float64Array.of(2, 0, 0, 1, 3, 0, -2, 1, 1);
const matrix = Float64Array.of(4, 2, -4, 2, 10, 1, -4, 1, 6);

describe('a matrix by its Cholesky factor', () => {
  it('has the determinant and inverse that it has by hand', () => {
    expect(choleskyFactor(matrix, 3)).toEqual(factor);
    expect(logDeterminant(factor, 3)).toBeCloseTo(Math.log(36), 14);
    const inverse = inverseFromFactor(factor, 3);
    const expected = [59, -16, 42, -16, 8, -12, 42, -12, 36].map((cofactor) => cofactor / 36);
    for (const [i, entry] of expected.entries()) expect(inverse[i]).toBeCloseTo(entry, 14);
  });

  it('has a symmetric inverse, to the last bit', () => {
    const size = 12;
    const hilbert = Float64Array.from(
      { length: size * size },
      (_, i) => 1 / (1 + Math.floor(i / size) + (i % size)) + (i % (size + 1) === 0 ? 0.1 : 0),
    );
    const inverse = inverseFromFactor(choleskyFactor(hilbert, size)!, size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        expect(inverse[i * size + j]).toBe(inverse[j * size + i]);
        const product = Array.from({ length: size }, (_, k) => hilbert[i * size + k]! * inverse[k * size + j]!);
        expect(product.reduce((a, b) => a + b)).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});
