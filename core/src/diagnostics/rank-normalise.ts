import { normalQuantile } from '../numerics/normal-quantile.js';
import { pooledDraws } from './chain-statistics.js';

/**
 * The normal scores of values pooled over chains: z = Φ⁻¹((rank − 3/8) / (S + 1/4)), equal values with their mean rank.
 *
 * @remarks O(S log S).
 * @see Blom, Statistical Estimates and Transformed Beta-Variables (1958); Vehtari et al., Bayesian Anal. 16, 667 (2021).
 */
export function rankNormalise(chains: readonly Float64Array[]): readonly Float64Array[] {
  const scores = normalScores(pooledDraws(chains));
  let first = 0;
  return chains.map(({ length }) => {
    first += length;
    return scores.subarray(first - length, first);
  });
}

function normalScores(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    const meanRank = (first + 1 + end) / 2;
    const score = normalQuantile((meanRank - 0.375) / (values.length + 0.25));
    for (let i = first; i < end; i++) scores[order[i]!] = score;
    first = end;
  }
  return scores;
}
