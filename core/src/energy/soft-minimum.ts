import { fastExp } from '../numerics/fast-exp.js';

/**
 * −ln Σₜ e^(logWeights[t] − values[t][i]) of every entry, without overflow; +Infinity where every value is.
 *
 * @param into - As long as each of the values; may be one of them.
 */
export function softMinimum(
  logWeights: Float64Array,
  values: readonly Float64Array[],
  into: Float64Array,
): Float64Array {
  for (let i = 0; i < into.length; i++) into[i] = entrySoftMinimum(logWeights, values, i);
  return into;
}

function entrySoftMinimum(logWeights: Float64Array, values: readonly Float64Array[], i: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < values.length; t++) {
    const exponent = logWeights[t]! - values[t]![i]!;
    if (exponent > highest) highest = exponent;
  }
  if (highest === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += fastExp(logWeights[t]! - values[t]![i]! - highest);
  return -(highest + Math.log(sum));
}
