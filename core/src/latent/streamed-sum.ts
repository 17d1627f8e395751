/**
 * ln Σ e^v of many rows at once, term by term: the largest exponent so far, and the sum and the sum of squares relative to it.
 * Rows of −Infinity alone stay there.
 */
export class StreamedSum {
  readonly highest: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;

  constructor(rows: number) {
    this.highest = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    this.sum = new Float64Array(rows);
    this.squares = new Float64Array(rows);
  }

  /**
   * Adds e^exponent to a row.
   *
   * @returns The term relative to the largest: beside this sum, others with the same terms are kept by multiplying them with
   *   {@link shrinkage} before, and adding number · term after.
   */
  add(row: number, exponent: number): number {
    const highest = this.highest[row]!;
    if (exponent === Number.NEGATIVE_INFINITY) return 0;
    if (exponent <= highest) {
      const term = Math.exp(exponent - highest);
      this.sum[row]! += term;
      this.squares[row]! += term * term;
      return term;
    }
    const before = Math.exp(highest - exponent);
    this.highest[row] = exponent;
    this.sum[row] = this.sum[row]! * before + 1;
    this.squares[row] = this.squares[row]! * before * before + 1;
    return 1;
  }

  /** What sums with the same terms must be multiplied with before `add` of this exponent: 1 where it is no new maximum. */
  shrinkage(row: number, exponent: number): number {
    const highest = this.highest[row]!;
    return exponent > highest ? Math.exp(highest - exponent) : 1;
  }

  logSum(row: number): number {
    return this.highest[row] === Number.NEGATIVE_INFINITY
      ? Number.NEGATIVE_INFINITY
      : this.highest[row]! + Math.log(this.sum[row]!);
  }
}
