/**
 * Gauss and Legendre's rule: ∫ f ≈ Σ weights[i] f(nodes[i]) between two ends, exact for polynomials of degree 2n − 1.
 *
 * @param n - ≥ 1.
 * @returns Nodes ascending, inside the ends.
 * @remarks O(n²): Newton's method on Legendre's recurrence.
 * @see Abramowitz & Stegun, Handbook of Mathematical Functions, 25.4.29.
 */
export function gaussLegendre(
  n: number,
  low: number,
  high: number,
): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  const half = (high - low) / 2;
  const middle = (high + low) / 2;
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const [value, derivative] = legendre(n, x);
      slope = derivative;
      const change = value / derivative;
      x -= change;
      if (Math.abs(change) <= 1e-16) break;
    }
    nodes[i] = middle + half * x;
    weights[i] = (2 * half) / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** The polynomial of degree n and its derivative at x, |x| < 1. */
function legendre(n: number, x: number): readonly [value: number, derivative: number] {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, (n * (before - x * value)) / (1 - x * x)];
}
