import { mean, variance } from '../numerics/statistics.js';

/** What chains found at a place: mean and variance of dU/dt, and how well they know the mean. */
export interface IntegrandAt {
  readonly at: number;
  /** Mean of each chain. */
  readonly slopes: Float64Array;
  /** Of each chain, about the mean of all. */
  readonly variances: Float64Array;
  /** Of the mean of all, by what each chain tells of itself. */
  readonly standardError: number;
}

/** ∫ ⟨dU/dt⟩ dt over the places. */
export interface Integral {
  readonly value: number;
  /** What the value is more than that by every second place alone. */
  readonly refinement: number;
  readonly standardError: number;
}

/** The integral is taken over u with t = u⁴. */
export const pathPower = 4;

/**
 * Of the change by halving all intervals, so much counts as error. A rule of fourth order, as the corrected trapezoid is, leaves
 * 1/15 of it where intervals are short; where they are not quite, more.
 */
const remainderShare = 1 / 5;

/** In standard errors; beyond, more of the error comes from the rule than from the chains, and what it leaves is a guess. */
export const mostRefinement = 4;

/** With fewer chains their spread tells too little. */
const leastChains = 4;

/**
 * The integral by the corrected trapezoid over u = t^¼, ∫₀¹ 4u³⟨dU/dt⟩ du: near the reference, where a few far states have huge
 * energies, ⟨dU/dt⟩ changes over powers of ten in t, and evenly in u. The rule takes the derivative of the integrand at the ends of
 * each interval, which follows from the variance: d⟨dU/dt⟩/dt = −Var(dU/dt). It is exact for integrands of third order in u, and so
 * where ⟨dU/dt⟩ is constant.
 *
 * The standard error is that of the means, each with its share of the path, or that by the spread of the chains' own integrals,
 * whichever is greater: the one knows how slowly each chain forgets, the other what it carries from place to place and how well the
 * variances are known. A fifth of the change by halving the intervals joins it for what the rule leaves over.
 *
 * @param places - Ascending, with the same chains.
 */
export function integrate(places: readonly IntegrandAt[]): Integral {
  const integrals = integralsOf(places);
  const value = mean(integrals);
  const refinement = places.length < 3 ? 0 : value - mean(integralsOf(everySecond(places)));
  const ofMeans = Math.hypot(...places.map((place, k) => weightsAt(places, k).slope * place.standardError));
  const ofChains = integrals.length < leastChains ? 0 : Math.sqrt(variance(integrals) / integrals.length);
  const standardError = Math.hypot(Math.max(ofMeans, ofChains), remainderShare * refinement);
  return { value, refinement, standardError };
}

/** Of each chain: its own integral. The mean of them is that of all. */
function integralsOf(places: readonly IntegrandAt[]): Float64Array {
  const sums = new Float64Array(places[0]?.slopes.length ?? 0);
  for (const [k, { slopes, variances }] of places.entries()) {
    const weights = weightsAt(places, k);
    for (let chain = 0; chain < sums.length; chain++) {
      sums[chain]! += weights.slope * slopes[chain]! + weights.variance * variances[chain]!;
    }
  }
  return sums;
}

/**
 * With what mean m and variance V of the k-th place enter: an interval of width h gives h/2 · (g₀ + g₁) − h²/12 · (g₁′ − g₀′), with
 * g = 4u³m and g′ = 12u²m − 16u⁶V.
 */
function weightsAt(places: readonly IntegrandAt[], k: number): { readonly slope: number; readonly variance: number } {
  const u = variableAt(places[k]!);
  const before = k === 0 ? 0 : u - variableAt(places[k - 1]!);
  const after = k === places.length - 1 ? 0 : variableAt(places[k + 1]!) - u;
  const ofDerivative = (before ** 2 - after ** 2) / 12;
  return { slope: 2 * (before + after) * u ** 3 - 12 * ofDerivative * u ** 2, variance: 16 * ofDerivative * u ** 6 };
}

function variableAt({ at }: IntegrandAt): number {
  return at ** (1 / pathPower);
}

/** With the last place, wherever it stands. */
function everySecond(places: readonly IntegrandAt[]): readonly IntegrandAt[] {
  return places.filter((_, k) => k % 2 === 0 || k === places.length - 1);
}
