/**
 * The `capacity` smallest of any number of values, in memory for those alone. Of equal values the earlier offered wins.
 * A binary heap with the worst kept value on top.
 */
export class TopRows {
  readonly #capacity: number;
  readonly #values: number[] = [];
  readonly #rows: number[] = [];

  /** @param capacity - ≥ 1. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param value - Not NaN. @remarks O(log capacity), O(1) where the value is not among the smallest. */
  offer(value: number, row: number): void {
    if (this.#values.length < this.#capacity) {
      this.#values.push(value);
      this.#rows.push(row);
      this.#rise(this.#values.length - 1);
    } else if (value < this.#values[0]!) {
      this.#values[0] = value;
      this.#rows[0] = row;
      this.#sink(0);
    }
  }

  /** The largest value kept; NaN where there is none. */
  get worst(): number {
    return this.#values[0] ?? Number.NaN;
  }

  /** Rows of the values kept, the smallest first. */
  rows(): readonly number[] {
    const order = Array.from(this.#values.keys()).sort((a, b) => (this.#isWorse(a, b) ? 1 : -1));
    return order.map((i) => this.#rows[i]!);
  }

  #isWorse(a: number, b: number): boolean {
    const x = this.#values[a]!;
    const y = this.#values[b]!;
    return x > y || (x === y && this.#rows[a]! > this.#rows[b]!);
  }

  #rise(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#isWorse(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #sink(from: number): void {
    for (let i = from; ; ) {
      let worst = i;
      for (let child = 2 * i + 1; child <= 2 * i + 2; child++) {
        if (child < this.#values.length && this.#isWorse(child, worst)) worst = child;
      }
      if (worst === i) return;
      this.#swap(i, worst);
      i = worst;
    }
  }

  #swap(a: number, b: number): void {
    [this.#values[a], this.#values[b]] = [this.#values[b]!, this.#values[a]!];
    [this.#rows[a], this.#rows[b]] = [this.#rows[b]!, this.#rows[a]!];
  }
}
