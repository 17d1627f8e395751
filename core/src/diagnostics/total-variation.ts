/** Total variation of counted states from known probabilities, beside what independent draws would show by chance. */
export interface TotalVariation {
  /** ½ Σ |observed share − probability|. */
  readonly value: number;
  /** Its expectation for as many independent draws of the exact distribution, by the normal approximation of each share. */
  readonly noiseFloor: number;
  /** How much it varies about that, as if the shares were independent. */
  readonly noiseDeviation: number;
}

/**
 * @param counts - Draws of each state.
 * @param probabilities - Exact, summing to 1.
 * @param sampleSize - Independent draws that the counts are worth: their effective sample size; all of them when absent.
 * @throws {RangeError} Not as many counts as probabilities.
 * @remarks E|share − p| = √(2 p (1 − p) / (π n)), and its variance is (1 − 2/π) p (1 − p) / n.
 */
export function totalVariation(
  counts: Float64Array,
  probabilities: Float64Array,
  sampleSize = counts.reduce((sum, count) => sum + count, 0),
): TotalVariation {
  if (counts.length !== probabilities.length) {
    throw new RangeError(`there are ${counts.length} counts for ${probabilities.length} probabilities`);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  let apart = 0;
  let chance = 0;
  let variance = 0;
  for (let state = 0; state < counts.length; state++) {
    const probability = probabilities[state]!;
    apart += Math.abs(counts[state]! / total - probability);
    const ofShare = (probability * (1 - probability)) / sampleSize;
    chance += Math.sqrt((2 / Math.PI) * ofShare);
    variance += (1 - 2 / Math.PI) * ofShare;
  }
  return { value: apart / 2, noiseFloor: chance / 2, noiseDeviation: Math.sqrt(variance) / 2 };
}
