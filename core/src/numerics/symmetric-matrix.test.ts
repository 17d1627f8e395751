import { describe, expect, it } from 'vitest';
import { randomStream } from './random-stream.js';
import { choleskyFactor, largestRelativeEigenvalue, symmetricEigensystem } from './symmetric-matrix.js';

describe('symmetric matrices', () => {
  it('have the eigenvalues of the discrete Laplacian, 2 − 2 cos(kπ/(n + 1))', () => {
    const n = 12;
    const matrix = Float64Array.from({ length: n * n }, (_, i) => {
      const gap = Math.abs(Math.floor(i / n) - (i % n));
      return gap === 0 ? 2 : gap === 1 ? -1 : 0;
    });
    const values = [...symmetricEigensystem(matrix, n).values].sort((a, b) => a - b);
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
  });

  it('are put together again by their eigenvectors, and by their factors where they are positive definite', () => {
    const n = 7;
    const half = new Float64Array(n * n);
    randomStream(1, 'matrix').fillNormal(half);
    const at = (m: Float64Array, i: number, j: number) => m[i * n + j]!;
    const product = (terms: (i: number, j: number, k: number) => number) =>
      Float64Array.from({ length: n * n }, (_, e) => {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += terms(Math.floor(e / n), e % n, k);
        return sum;
      });
    const matrix = product((i, j, k) => at(half, i, k) * at(half, j, k));
    const { values, vectors } = symmetricEigensystem(matrix, n);
    const factor = choleskyFactor(matrix, n)!;
    const again = [
      product((i, j, k) => at(vectors, i, k) * values[k]! * at(vectors, j, k)),
      product((i, j, k) => at(factor, i, k) * at(factor, j, k)),
    ];
    for (const found of again) {
      found.forEach((entry, e) => {
        expect(entry).toBeCloseTo(matrix[e]!, 11);
      });
    }
    expect(largestRelativeEigenvalue(factor, matrix, n)).toBeCloseTo(1, 11);
  });

  it('have no factor where they are semidefinite or indefinite', () => {
    expect(choleskyFactor(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(choleskyFactor(new Float64Array(4), 2)).toBeUndefined();
  });
});
