/**
 * As many indices as there are weights, index i about n wᵢ / Σ w times: the least spread that unbiased counts can have with one
 * uniform. Ascending.
 *
 * @param logWeight - Not all −Infinity.
 * @param uniform - In [0, 1).
 * @see Kitagawa, J. Comput. Graph. Stat. 5, 1 (1996).
 */
export function systematicResampling(logWeight: Float64Array, uniform: number): Int32Array {
  const count = logWeight.length;
  const highest = logWeight.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weight = logWeight.map((value) => Math.exp(value - highest));
  const total = weight.reduce((sum, value) => sum + value, 0);
  const chosen = new Int32Array(count);
  let index = 0;
  let reached = weight[0]!;
  for (let i = 0; i < count; i++) {
    const target = ((i + uniform) / count) * total;
    // The last index with weight takes what rounding leaves over.
    while (reached <= target && index < count - 1) reached += weight[++index]!;
    chosen[i] = index;
  }
  return chosen;
}

/** (Σ w)² / Σ w²: how many equal weights would know a mean as well. 0 where all weights are 0. */
export function effectiveCount(logWeight: Float64Array): number {
  const highest = logWeight.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (highest === Number.NEGATIVE_INFINITY) return 0;
  let sum = 0;
  let squares = 0;
  for (const value of logWeight) {
    const weight = Math.exp(value - highest);
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum) / squares;
}
