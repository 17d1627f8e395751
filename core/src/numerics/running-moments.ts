/**
 * Count, mean and variance of a stream of numbers, in one pass and constant memory.
 * After an infinite value the mean is infinite and the variance NaN.
 * @see Welford, Technometrics 4, 419 (1962); Chan, Golub & LeVeque, Am. Stat. 37, 242 (1983), for merging.
 */
export class RunningMoments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  get count(): number {
    return this.#count;
  }

  /** NaN before the first value. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Unbiased, divided by count − 1; NaN for fewer than two values. */
  get variance(): number {
    return this.#count < 2 ? Number.NaN : this.#squares / (this.#count - 1);
  }

  add(value: number): void {
    this.#count++;
    const before = value - this.#mean;
    if (!Number.isFinite(before)) {
      this.#leaveTheFinite(value);
      return;
    }
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
  }

  /** Takes in everything that `other` has seen, as if it had been added here. */
  merge(other: RunningMoments): void {
    if (other.#count === 0) return;
    const count = this.#count + other.#count;
    const apart = other.#mean - this.#mean;
    if (!Number.isFinite(apart)) {
      this.#count = count;
      this.#leaveTheFinite(other.#mean);
      return;
    }
    this.#squares += other.#squares + apart * apart * ((this.#count * other.#count) / count);
    this.#mean += apart * (other.#count / count);
    this.#count = count;
  }

  /** An infinity outweighs all finite values; two of opposite sign, or a NaN, leave no mean at all. */
  #leaveTheFinite(value: number): void {
    this.#mean += value;
    this.#squares = Number.NaN;
  }
}
