/** When to keep where a run stands: soon in the beginning, every ten seconds later. */
export class NotePace {
  #keptAt: number;
  readonly #startedAt: number;

  /** @param seconds - Of work so far. */
  constructor(seconds: number) {
    this.#startedAt = seconds;
    this.#keptAt = seconds;
  }

  isDue(seconds: number): boolean {
    const interval = Math.min(10, Math.max(1, (seconds - this.#startedAt) / 4));
    return seconds - this.#keptAt >= interval;
  }

  kept(seconds: number): void {
    this.#keptAt = seconds;
  }
}
