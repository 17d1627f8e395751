/** ln Σ eˣ over a stream of numbers, without overflow and in constant memory. −Infinity before the first. */
export class RunningLogSum {
  #highest = Number.NEGATIVE_INFINITY;
  /** Σ e^(x − highest). */
  #sum = 0;

  /** @param x - −Infinity adds nothing. */
  add(x: number): void {
    if (x === Number.NEGATIVE_INFINITY) return;
    if (x <= this.#highest) {
      this.#sum += Math.exp(x - this.#highest);
      return;
    }
    this.#sum = this.#sum * Math.exp(this.#highest - x) + 1;
    this.#highest = x;
  }

  get value(): number {
    return this.#highest + Math.log(this.#sum);
  }
}
