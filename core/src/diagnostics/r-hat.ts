import { median } from '../numerics/statistics.js';
import { pooledDraws, potentialScaleReduction, splitChains } from './chain-statistics.js';
import { rankNormalise } from './rank-normalise.js';

/**
 * Rank-normalised split R̂: the larger of R̂ of the normal scores and of the scores folded at the median, so that chains that
 * differ in place or in spread both show, also for quantities without a variance.
 *
 * @param chains - Draws of one quantity, chain by chain, equally many, ≥ 4.
 * @returns 1 where the chains agree; NaN for too few draws, or draws that are not finite; 1 where all draws are equal.
 * @see Vehtari, Gelman, Simpson, Carpenter & Bürkner, Bayesian Anal. 16, 667 (2021).
 */
export function rankNormalisedRHat(chains: readonly Float64Array[]): number {
  if (!isUsable(chains)) return Number.NaN;
  if (isConstant(chains)) return 1;
  const halves = splitChains(chains);
  const middle = median(pooledDraws(halves));
  const folded = halves.map((half) => half.map((value) => Math.abs(value - middle)));
  return Math.max(scoreRHat(halves), isConstant(folded) ? 1 : scoreRHat(folded));
}

/** At least four draws in every chain, equally many, all finite. */
export function isUsable(chains: readonly Float64Array[]): boolean {
  const drawCount = chains[0]?.length ?? 0;
  return drawCount >= 4 && chains.every((chain) => chain.length === drawCount && chain.every(Number.isFinite));
}

/** Whether one value is all there is. */
export function isConstant(chains: readonly Float64Array[]): boolean {
  const first = chains[0]?.[0];
  return chains.every((chain) => chain.every((value) => value === first));
}

function scoreRHat(chains: readonly Float64Array[]): number {
  const ratio = potentialScaleReduction(rankNormalise(chains));
  // Constant halves that differ: no variance within, and no agreement at all.
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}
