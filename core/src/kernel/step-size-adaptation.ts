/**
 * Nesterov's dual averaging of ln ε, so that the mean acceptance probability of each chain comes to a wanted value.
 * Numbers of the paper: γ = 0.05, t₀ = 10, κ = 0.75.
 *
 * @see Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014), section 3.2; Nesterov, Math. Program. 120, 221 (2009).
 */
const gamma = 0.05;
const t0 = 10;
const kappa = 0.75;

/** Numbers kept of a chain: μ, the averaged error H̄, the averaged ln ε, and how many steps they are of. */
export const dualAverageWidth = 4;

/** The start of an adaptation from these step sizes, [chains]: it looks first at ten times as much. @returns [chains, 4] */
export function beginDualAveraging(stepSize: Float64Array): Float64Array {
  const averages = new Float64Array(dualAverageWidth * stepSize.length);
  for (let chain = 0, i = 0; chain < stepSize.length; chain++, i += dualAverageWidth) {
    averages[i] = Math.log(10 * stepSize[chain]!);
    averages[i + 2] = Math.log(stepSize[chain]!);
  }
  return averages;
}

/** What one step teaches. */
export interface DualAveraging {
  /** To try next, [chains]. */
  readonly stepSize: Float64Array;
  /** [chains, 4] */
  readonly averages: Float64Array;
}

/**
 * One step of the adaptation of every chain.
 *
 * @param acceptanceProbability - Of the step just made, [chains]; NaN counts as 0.
 */
export function dualAveraging(
  averages: Float64Array,
  acceptanceProbability: Float64Array,
  targetAcceptance: number,
): DualAveraging {
  const next = averages.slice();
  const stepSize = acceptanceProbability.map((found, chain) => {
    const i = chain * dualAverageWidth;
    const mu = averages[i]!;
    const t = averages[i + 3]! + 1;
    const error = targetAcceptance - (Number.isNaN(found) ? 0 : found);
    const share = 1 / (t + t0);
    const averageError = (1 - share) * averages[i + 1]! + share * error;
    const logSize = mu - (Math.sqrt(t) / gamma) * averageError;
    const weight = t ** -kappa;
    next[i + 1] = averageError;
    next[i + 2] = weight * logSize + (1 - weight) * averages[i + 2]!;
    next[i + 3] = t;
    return Math.exp(logSize);
  });
  return { stepSize, averages: next };
}

/** An average of fewer tries is mostly of the first ones, which look far above and below. */
const fewestTries = 10;

/**
 * The step sizes to stay at: the averages, or, where they are of fewer than ten tries, those that the adaptation began from.
 *
 * @param caution - What those are multiplied with.
 * @returns [chains]
 */
export function settledStepSize(averages: Float64Array, caution = 1): Float64Array {
  return averagedStepSize(averages).map((average, chain) => {
    const i = chain * dualAverageWidth;
    return averages[i + 3]! < fewestTries ? (caution * Math.exp(averages[i]!)) / 10 : average;
  });
}

/** The step sizes that an adaptation has come to: the averages, which vary less than those it tried. [chains] */
export function averagedStepSize(averages: Float64Array): Float64Array {
  return Float64Array.from({ length: averages.length / dualAverageWidth }, (_, chain) =>
    Math.exp(averages[chain * dualAverageWidth + 2]!),
  );
}
