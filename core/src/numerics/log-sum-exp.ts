/**
 * ln Σ wᵢ e^(vᵢ), without overflow or underflow of the exponentials.
 *
 * @param values - Logarithms; −Infinity is a term that is 0.
 * @param weights - One finite weight ≥ 0 for each value, all 1 when absent. A value of weight 0 takes no part, whatever it is.
 * @returns −Infinity for no terms; +Infinity where a value that takes part is +Infinity; NaN where one is NaN.
 * @throws {RangeError} A weight is negative or not finite, or there are not as many weights as values.
 * @remarks O(n), allocates nothing. Relative error of the sum within some n · 10⁻¹⁶.
 */
export function logSumExp(values: Float64Array, weights?: Float64Array): number {
  if (weights !== undefined) return weightedLogSumExp(values, weights);
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  // Subtracting an infinite or undefined maximum would give NaN; it is the answer itself.
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}

function weightedLogSumExp(values: Float64Array, weights: Float64Array): number {
  if (weights.length !== values.length) {
    throw new RangeError(`${weights.length} weights for ${values.length} values; each value needs one`);
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`weight ${i} is ${weights[i]}; a weight is a finite number ≥ 0`);
    }
    // With the logarithm of the weight inside, a large weight on a small value cannot overflow the sum.
    if (weights[i] !== 0) largest = Math.max(largest, values[i]! + Math.log(weights[i]!));
  }
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i] !== 0) sum += Math.exp(values[i]! + Math.log(weights[i]!) - largest);
  }
  return largest + Math.log(sum);
}

/** ln of the mean of e^(vᵢ); NaN for no values. */
export function logMeanExp(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : logSumExp(values) - Math.log(values.length);
}

/** ln(e^a + e^b). */
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (!Number.isFinite(larger)) return larger;
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
