import { mean, quantile } from '../numerics/statistics.js';
import { chainVariances, pooledDraws, splitChains } from './chain-statistics.js';
import { isConstant, isUsable } from './r-hat.js';
import { rankNormalise } from './rank-normalise.js';

/**
 * Independent draws that would know the mean of the quantity as well as these do: S / τ, with the autocorrelations of all split
 * chains together, summed by Geyer's initial monotone sequence.
 *
 * @param chains - Draws of one quantity, chain by chain, equally many, ≥ 4.
 * @returns At most S log₁₀ S (antithetic chains may know more than independent draws); NaN for too few draws, draws that are not
 *   finite, and draws that are all equal: what never changed tells nothing of how often it could have.
 * @remarks O(S · lags): lags are computed until the sequence ends.
 * @see Geyer, Stat. Sci. 7, 473 (1992); Vehtari et al., Bayesian Anal. 16, 667 (2021).
 */
export function effectiveSampleSize(chains: readonly Float64Array[]): number {
  if (!isUsable(chains)) return Number.NaN;
  return splitSampleSize(splitChains(chains));
}

/** Effective sample size of the normal scores: how well the bulk is known, also for quantities without a variance. */
export function bulkSampleSize(chains: readonly Float64Array[]): number {
  if (!isUsable(chains)) return Number.NaN;
  return splitSampleSize(rankNormalise(splitChains(chains)));
}

/** The smaller of the effective sample sizes of the 5 % and the 95 % quantile: how well the tails are known. */
export function tailSampleSize(chains: readonly Float64Array[]): number {
  if (!isUsable(chains)) return Number.NaN;
  const pooled = pooledDraws(chains);
  return Math.min(...[0.05, 0.95].map((probability) => quantileSampleSize(chains, quantile(pooled, probability))));
}

/** Where the quantile is the greatest of few values, every draw is at most that: those below it are counted instead. */
function quantileSampleSize(chains: readonly Float64Array[], place: number): number {
  const upTo = chains.map((chain) => chain.map((value) => (value <= place ? 1 : 0)));
  const counted = isConstant(upTo) ? chains.map((chain) => chain.map((value) => (value < place ? 1 : 0))) : upTo;
  return splitSampleSize(splitChains(counted));
}

/** Draws for one independent one: S / effective sample size. */
export function autocorrelationTime(chains: readonly Float64Array[]): number {
  return totalCount(chains) / effectiveSampleSize(chains);
}

/** Standard error of the mean of all draws: √(variance / effective sample size); 0 where all draws are equal. */
export function monteCarloStandardError(chains: readonly Float64Array[]): number {
  if (!isUsable(chains)) return Number.NaN;
  if (isConstant(chains)) return 0;
  const { pooled } = chainVariances(splitChains(chains));
  return Math.sqrt(pooled / effectiveSampleSize(chains));
}

function totalCount(chains: readonly Float64Array[]): number {
  return chains.reduce((sum, chain) => sum + chain.length, 0);
}

function splitSampleSize(chains: readonly Float64Array[]): number {
  const total = totalCount(chains);
  if (isConstant(chains)) return Number.NaN;
  const time = integratedTime(chains);
  return total / Math.max(time, 1 / Math.log10(total));
}

/** τ = −1 + 2 Σ P̂ₖ, the sums of neighbouring autocorrelations P̂ₖ = ρ̂₂ₖ + ρ̂₂ₖ₊₁ while positive, made monotone. */
function integratedTime(chains: readonly Float64Array[]): number {
  const { drawCount, within, pooled } = chainVariances(chains);
  const centred = chains.map((chain) => {
    const centre = mean(chain);
    return chain.map((value) => value - centre);
  });
  const correlation = (lag: number): number => 1 - (within - meanAutocovariance(centred, lag)) / pooled;
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < drawCount; lag += 2) {
    const pair = (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (!(pair > 0)) break;
    lowest = Math.min(lowest, pair);
    sum += lowest;
  }
  return -1 + 2 * sum;
}

/** Mean over chains of the autocovariance at a lag, with the divisor n, which damps the noise of long lags. */
function meanAutocovariance(centred: readonly Float64Array[], lag: number): number {
  let sum = 0;
  for (const chain of centred) {
    let products = 0;
    for (let i = lag; i < chain.length; i++) products += chain[i]! * chain[i - lag]!;
    sum += products / chain.length;
  }
  return sum / centred.length;
}
