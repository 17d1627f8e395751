/** How long a rate is remembered, in seconds: long enough to be calm, short enough to follow a change. */
const memory = 5;

/** Rate and time left of one step, from what it reports of its progress. */
export class StepPace {
  #done = 0;
  #seconds = 0;
  #weighted = 0;
  #weights = 0;

  /** Takes note that `done` things are done after `seconds`; the rate is an exponentially weighted mean over the time so far. */
  observe(done: number, seconds: number): void {
    const elapsed = seconds - this.#seconds;
    if (elapsed <= 0) return;
    const current = Math.max(0, done - this.#done) / elapsed;
    const kept = Math.exp(-elapsed / memory);
    this.#weighted = kept * this.#weighted + (1 - kept) * current;
    this.#weights = kept * this.#weights + (1 - kept);
    this.#done = done;
    this.#seconds = seconds;
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
