/** Sweeps after which eigenvalues are as exact as rounding allows; six are enough for most matrices. */
const mostSweeps = 50;

/**
 * The lower Cholesky factor L of a symmetric matrix, L Lᵀ = A; undefined where A is not positive definite beyond rounding.
 *
 * @param matrix - [n, n]; only the lower triangle is read.
 * @param relativeLimit - A pivot at most this share of its diagonal entry counts as 0.
 * @remarks n³/6 multiplications.
 */
export function choleskyFactor(matrix: Float64Array, n: number, relativeLimit = 1e-12): Float64Array | undefined {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      if (i > j) factor[i * n + j] = sum / factor[j * n + j]!;
      else if (sum > relativeLimit * Math.abs(matrix[i * n + i]!)) factor[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Eigenvalues, and the eigenvectors as the columns of `vectors` [n, n]. */
export interface Eigensystem {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, in no order.
 *
 * @remarks Some 6 sweeps of 4n³ multiplications: for up to a few hundred rows.
 * @see Golub & Van Loan, Matrix Computations, 4th ed., section 8.5.
 */
export function symmetricEigensystem(matrix: Float64Array, n: number): Eigensystem {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const scale = Math.sqrt(a.reduce((sum, entry) => sum + entry * entry, 0));
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, n) > 1e-15 * scale; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += a[i * n + j]! ** 2;
  return Math.sqrt(2 * sum);
}

/** The rotation in the plane of p and q after which a[p, q] is 0. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, c, s);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, c, s);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q, c, s);
}

function turn(entries: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = entries[i]!;
  const y = entries[j]!;
  entries[i] = c * x - s * y;
  entries[j] = s * x + c * y;
}

/**
 * The largest eigenvalue λ of P⁻¹ N with P positive definite: P − c N, c ≥ 0, is positive definite exactly where c λ < 1.
 *
 * @param factor - Lower Cholesky factor of P.
 * @param matrix - N, symmetric [n, n].
 */
export function largestRelativeEigenvalue(factor: Float64Array, matrix: Float64Array, n: number): number {
  // L⁻¹ N L⁻ᵀ has the eigenvalues of P⁻¹ N and is symmetric.
  const half = solvedRows(factor, matrix, n);
  const whole = solvedRows(factor, transposed(half, n), n);
  return symmetricEigensystem(whole, n).values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** L⁻¹ M by forward substitution. */
function solvedRows(factor: Float64Array, matrix: Float64Array, n: number): Float64Array {
  const solved = matrix.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const f = factor[i * n + k]!;
      for (let j = 0; j < n; j++) solved[i * n + j]! -= f * solved[k * n + j]!;
    }
    for (let j = 0; j < n; j++) solved[i * n + j]! /= factor[i * n + i]!;
  }
  return solved;
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((_, i) => matrix[(i % n) * n + Math.floor(i / n)]!);
}
