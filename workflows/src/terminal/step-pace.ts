/** How long a rate is remembered, in seconds: long enough to be calm, short enough to follow a change. */
const memory = 5;

/** Rate and time left of one step, from what it reports of its progress. */
export class StepPace {
  #done = 0;
  #seconds = 0;
  #rate: number | undefined;

  /** Takes note that `done` things are done after `seconds`; the rate is an exponentially weighted mean over time. */
  observe(done: number, seconds: number): void {
    const elapsed = seconds - this.#seconds;
    if (elapsed <= 0) return;
    const current = Math.max(0, done - this.#done) / elapsed;
    const weight = 1 - Math.exp(-elapsed / memory);
    this.#rate = this.#rate === undefined ? current : this.#rate + weight * (current - this.#rate);
    this.#done = done;
    this.#seconds = seconds;
  }

  /** Things a second; undefined before the first observation. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /** Seconds until `total` are done at this rate; undefined while nobody can know. */
  secondsLeft(total: number | undefined): number | undefined {
    if (total === undefined || this.#rate === undefined || this.#rate === 0) return undefined;
    return Math.max(0, total - this.#done) / this.#rate;
  }
}
