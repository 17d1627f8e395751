/**
 * Whether a piece of a trajectory has turned: ρ · p ≤ 0 at one of its ends, with ρ = Σ p less half of both ends, which is ∫ p dt by
 * the trapezoidal rule.
 *
 * @param one - Momentum at one end, from `atOne` on. @param other - Momentum at the other end.
 * @param sum - Of all momenta up to the other end. @param before - Of those before the piece; absent where there are none.
 * @remarks O(dimension), allocates nothing.
 * @see Betancourt, arXiv:1701.02434 (2017), appendix A.4.2, for the criterion.
 */
export function hasTurned(
  dimension: number,
  one: Float64Array,
  atOne: number,
  other: Float64Array,
  atOther: number,
  sum: Float64Array,
  atSum: number,
  before?: Float64Array,
  atBefore = 0,
): boolean {
  let alongOne = 0;
  let alongOther = 0;
  for (let i = 0; i < dimension; i++) {
    const p = one[atOne + i]!;
    const q = other[atOther + i]!;
    const rho = sum[atSum + i]! - (before === undefined ? 0 : before[atBefore + i]!) - 0.5 * (p + q);
    alongOne += p * rho;
    alongOther += q * rho;
  }
  return alongOne <= 0 || alongOther <= 0;
}
