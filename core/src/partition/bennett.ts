import { logSumExp } from '../numerics/log-sum-exp.js';

/** Halvings of the bounds: as many as bring any of them to rounding. */
const bisections = 120;

/** ln(Z₁ / Z₀) from works in both directions, with its asymptotic standard error for independent works. */
export interface BennettEstimate {
  readonly logRatio: number;
  readonly standardError: number;
}

/**
 * Bennett's acceptance ratio: the estimate of ln(Z₁ / Z₀) of least variance from works done on the way from 0 to 1 and back.
 *
 * @param forward - Log weights of paths from 0 to 1: ln w with E[w] = Z₁ / Z₀; −Infinity for paths that end forbidden.
 * @param reverse - Log weights of paths from 1 to 0: E[w] = Z₀ / Z₁.
 * @returns NaN where a direction has no path, or the two do not meet.
 * @remarks Solved by bisection on the one root of a monotone function; O(iterations · paths).
 * @see Bennett, J. Comput. Phys. 22, 245 (1976); Shirts et al., Phys. Rev. Lett. 91, 140601 (2003), for works.
 */
export function bennettRatio(forward: Float64Array, reverse: Float64Array): BennettEstimate {
  const shift = Math.log(forward.length / reverse.length);
  // Σ_F f(ln w − L − shift) = Σ_R f(ln w + L + shift): falls in L on the left, grows on the right.
  const imbalance = (ratio: number): number =>
    logLogisticSum(forward, -ratio - shift, 1) - logLogisticSum(reverse, ratio + shift, 1);
  let [low, high] = rootBounds(forward, reverse, Math.abs(shift));
  if (!(imbalance(low) >= 0 && imbalance(high) <= 0)) return { logRatio: Number.NaN, standardError: Number.NaN };
  for (let i = 0; i < bisections && high > low; i++) {
    const middle = (low + high) / 2;
    if (imbalance(middle) > 0) low = middle;
    else high = middle;
  }
  const logRatio = (low + high) / 2;
  const [f, r] = [relativeSpread(forward, -logRatio - shift), relativeSpread(reverse, logRatio + shift)];
  return { logRatio, standardError: Math.sqrt(f / forward.length + r / reverse.length) };
}

/**
 * Bounds of the root. Where L lies so far below every work there and minus every work back that all terms on the left are 1 − ε and
 * all on the right ε, the left side is the greater one; above all of them the reverse holds.
 */
function rootBounds(forward: Float64Array, reverse: Float64Array, shift: number): [number, number] {
  const margin = 50 + 2 * shift;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const include = (ratio: number): void => {
    if (!Number.isFinite(ratio)) return;
    low = Math.min(low, ratio);
    high = Math.max(high, ratio);
  };
  for (const work of forward) include(work);
  for (const work of reverse) include(-work);
  // Few of the paths may be allowed, which moves the root by the logarithm of their share.
  const share = Math.log(Math.max(forward.length, reverse.length));
  return [low - margin - share, high + margin + share];
}

/** ln Σ f(x + offset)^power with f(y) = 1 / (1 + e^(−y)): the terms of Bennett's equation. */
function logLogisticSum(works: Float64Array, offset: number, power: number): number {
  return logSumExp(works.map((work) => power * logLogistic(work + offset)));
}

/** ⟨f²⟩ / ⟨f⟩² − 1. */
function relativeSpread(works: Float64Array, offset: number): number {
  const first = logLogisticSum(works, offset, 1);
  const second = logLogisticSum(works, offset, 2);
  // Rounding may take the spread of equal works below 0.
  return Math.max(0, Math.exp(second - 2 * first) * works.length - 1);
}

/** ln(1 / (1 + e^(−y))). */
function logLogistic(y: number): number {
  return y < 0 ? y - Math.log1p(Math.exp(y)) : -Math.log1p(Math.exp(-y));
}
