/** How long a rate is remembered, in seconds: long enough to be calm, short enough to follow a change. */
const memory = 5;

/** Rate and time left of one step, from what it reports of its progress in this process. */
export class StepPace {
  #done: number;
  #unit: string | undefined;
  #seconds = 0;
  #weighted = 0;
  #weights = 0;

  /** Whether nothing was observed of a step that goes on: what it first tells holds its return to where it stood. */
  #isReturning: boolean;

  /** @param from - Where a step that goes on stood before: no work of this process. */
  constructor(from?: { readonly done: number; readonly unit: string }) {
    this.#done = from?.done ?? 0;
    this.#unit = from?.unit;
    this.#isReturning = from !== undefined;
  }

  /**
   * Takes note that `done` things are done after `seconds`; the rate is an exponentially weighted mean over the time so far. Things of
   * another kind are counted anew; the first observation of a step that goes on is where counting begins.
   */
  observe({ done, unit }: { readonly done: number; readonly unit: string }, seconds: number): void {
    if (this.#unit !== unit) this.#begin(unit);
    const elapsed = seconds - this.#seconds;
    if (elapsed <= 0) return;
    if (this.#isReturning) {
      [this.#isReturning, this.#done, this.#seconds] = [false, done, seconds];
      return;
    }
    const current = Math.max(0, done - this.#done) / elapsed;
    const kept = Math.exp(-elapsed / memory);
    this.#weighted = kept * this.#weighted + (1 - kept) * current;
    this.#weights = kept * this.#weights + (1 - kept);
    this.#done = done;
    this.#seconds = seconds;
  }

  #begin(unit: string): void {
    if (this.#unit !== undefined) this.#done = 0;
    this.#unit = unit;
    this.#weighted = 0;
    this.#weights = 0;
  }

  /** Things a second; undefined before the first observation. */
  get rate(): number | undefined {
    return this.#weights === 0 ? undefined : this.#weighted / this.#weights;
  }

  /** Seconds until `total` are done at this rate; undefined while nobody can know. */
  secondsLeft(total: number | undefined): number | undefined {
    const { rate } = this;
    if (total === undefined || rate === undefined || rate === 0) return undefined;
    return Math.max(0, total - this.#done) / rate;
  }
}
