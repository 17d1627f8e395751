import { mean } from '../numerics/statistics.js';
import { monteCarloStandardError } from './effective-sample-size.js';

/** An estimate of the inverse temperature that draws really have, with its 95 % interval. */
export interface EffectiveBeta {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const normal975 = 1.959963984540054;

/**
 * The β of draws in a continuous space, by the identity E[∇²E] = β E[|∇E|²], which holds where the density vanishes at the
 * bounds: the ratio of the means, with the interval of the delta method and the chains' autocorrelation.
 *
 * @param laplacian - ∇²E at each draw (or an unbiased estimate vᵀ∇²E v with a random sign vector v), chain by chain.
 * @param squaredGradient - |∇E|² at each draw, chain by chain.
 * @returns NaN where the gradients vanish or there are fewer than four draws a chain.
 * @see Rugh, Phys. Rev. Lett. 78, 772 (1997); Butler et al., J. Chem. Phys. 109, 6519 (1998).
 */
export function configurationalBeta(
  laplacian: readonly Float64Array[],
  squaredGradient: readonly Float64Array[],
): EffectiveBeta {
  const curvature = mean(Float64Array.from(laplacian, mean));
  const force = mean(Float64Array.from(squaredGradient, mean));
  const value = curvature / force;
  const influence = laplacian.map((chain, c) =>
    chain.map((entry, i) => (entry - value * squaredGradient[c]![i]!) / force),
  );
  return withInterval(value, monteCarloStandardError(influence));
}

/**
 * The β of draws in a discrete space, by the greatest pseudo-likelihood: Σ over draws and sites of ln p_β(value of the site |
 * others). One Newton iteration more than needed; the interval is that of the estimating equation with the chains'
 * autocorrelation.
 *
 * @param draws - For each chain and draw, a function of β: the derivative of the draw's log pseudo-likelihood and its own
 *   derivative, Σ_sites (⟨e⟩_β − e) and −Σ_sites Var_β(e), with e the conditional energies of a site.
 * @param start - Where Newton starts: the nominal β.
 * @see Besag, Statistician 24, 179 (1975).
 */
export function pseudoLikelihoodBeta(draws: readonly (readonly ScoreOfBeta[])[], start: number): EffectiveBeta {
  let beta = start;
  let slope = Number.NaN;
  for (let iteration = 0; iteration < 50; iteration++) {
    const scores = draws.flatMap((chain) => chain.map((score) => score(beta)));
    slope = mean(Float64Array.from(scores, ({ derivative }) => derivative));
    const step = mean(Float64Array.from(scores, ({ value }) => value)) / slope;
    // Far out the likelihood is flat: a step is no longer than the way to twice the place, or 1.
    beta -= Math.sign(step) * Math.min(Math.abs(step), Math.max(1, Math.abs(beta)));
    if (!(Math.abs(step) > 1e-10 * Math.max(1, Math.abs(beta)))) break;
  }
  const influence = draws.map((chain) => Float64Array.from(chain, (score) => score(beta).value / slope));
  return withInterval(beta, monteCarloStandardError(influence));
}

/** The estimating function of one draw at a β, and its derivative. */
export type ScoreOfBeta = (beta: number) => { readonly value: number; readonly derivative: number };

function withInterval(value: number, standardError: number): EffectiveBeta {
  return { value, low: value - normal975 * standardError, high: value + normal975 * standardError };
}
