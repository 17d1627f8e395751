/**
 * β of the rungs of a ladder, coldest first: by equal factors, or by equal steps where the hottest is 0.
 *
 * @param hot - β of the last rung; 0 ≤ hot < cold.
 * @param count - ≥ 2.
 */
export function initialLadder(cold: number, hot: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, rung) => {
    if (rung === 0) return cold;
    if (rung === count - 1) return hot;
    const share = rung / (count - 1);
    return hot === 0 ? cold * (1 - share) : cold * (hot / cold) ** share;
  });
}

/** A pair that always swaps still keeps its rungs apart by this share of the mean rejection rate. */
const leastShare = 1e-3;

/**
 * The ladder with the same ends whose pairs would be rejected equally often: rungs at equal parts of the communication barrier,
 * the sum of rejection rates along β, taken as linear between the rungs.
 *
 * @param rejection - Rejection rate of each pair, by its lower rung, in [0, 1]. [rungs − 1]
 * @see Syed, Bouchard-Côté, Deligiannidis & Doucet, J. R. Stat. Soc. B 84, 321 (2022), algorithm 4 with linear interpolation.
 */
export function equalisedLadder(betas: Float64Array, rejection: Float64Array): Float64Array {
  const pairCount = rejection.length;
  const barrier = rejection.reduce((sum, rate) => sum + rate, 0);
  if (barrier === 0) return betas.slice();
  const least = (leastShare * barrier) / pairCount;
  const rates = rejection.map((rate) => Math.max(rate, least));
  const part = rates.reduce((sum, rate) => sum + rate, 0) / pairCount;
  const equalised = betas.slice();
  let pair = 0;
  let before = 0;
  for (let rung = 1; rung < pairCount; rung++) {
    while (pair < pairCount - 1 && before + rates[pair]! < rung * part) before += rates[pair++]!;
    const share = Math.min(1, (rung * part - before) / rates[pair]!);
    equalised[rung] = betas[pair]! + share * (betas[pair + 1]! - betas[pair]!);
  }
  return equalised;
}
