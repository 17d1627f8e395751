import { type DrawRecord, diagnoseQuantity, neverChanged, type SamplingProgress } from '@basin/core';

/** When sampling ends before its steps do. */
export interface LimitOptions {
  readonly minutes?: number | undefined;
  readonly rHat?: number | undefined;
  readonly sampleSize?: number | undefined;
}

/** Progress is looked at after every so manieth step; judging comes more rarely. */
export const limitInterval = 100;

/** Steps of one judgement to those of the one before, about: each sorts all draws. */
const judgementGrowth = 1.1;

/**
 * Ends a sampler's work by time, or once its draws are known well enough. Draws are judged at fixed steps, so that a run ends at
 * the same step wherever it was interrupted; a limit of time is the one thing that makes a result depend on the machine.
 */
export class SamplingLimit {
  readonly #options: LimitOptions;
  readonly #record: DrawRecord<unknown> | undefined;
  readonly #seconds: () => number;
  #isKnown = false;
  #step = 0;

  /** @param seconds - Of work so far. */
  constructor(options: LimitOptions, record: DrawRecord<unknown> | undefined, seconds: () => number) {
    this.#options = options;
    this.#record = record;
    this.#seconds = seconds;
  }

  get #judges(): boolean {
    return this.#options.rHat !== undefined || this.#options.sampleSize !== undefined;
  }

  /** Steps between progress that it needs; undefined where it needs none. */
  get progressEvery(): number | undefined {
    return this.#judges ? limitInterval : undefined;
  }

  /** Looks at the draws up to a step, all of which are in the record. */
  observe({ step }: SamplingProgress): void {
    this.#step = step;
    if (this.#isKnown || this.#record === undefined || !this.#judges || !isJudged(step)) return;
    this.#isKnown = this.#knows(this.#record);
  }

  isReached(): boolean {
    return this.#isKnown || this.#isOutOfTime();
  }

  /** What ended the work, as a sentence; undefined where it goes on. */
  ending(): string | undefined {
    const { minutes, rHat, sampleSize } = this.#options;
    if (this.#isKnown) {
      const wanted = [
        ...(rHat === undefined ? [] : [`R̂ ≤ ${rHat}`]),
        ...(sampleSize === undefined ? [] : [`effective sample size ≥ ${sampleSize}`]),
      ];
      return `Ended by its limit after step ${this.#step}: ${wanted.join(' and ')} for every quantity.`;
    }
    return this.#isOutOfTime() ? `Ended by its limit of ${minutes} minutes after step ${this.#step}.` : undefined;
  }

  #isOutOfTime(): boolean {
    const { minutes } = this.#options;
    return minutes !== undefined && this.#seconds() >= 60 * minutes;
  }

  #knows(record: DrawRecord<unknown>): boolean {
    const { rHat = Number.POSITIVE_INFINITY, sampleSize = 0 } = this.#options;
    const quantities = record
      .quantities()
      .map(diagnoseQuantity)
      .filter((quantity) => !neverChanged(quantity));
    return (
      quantities.length > 0 &&
      quantities.every(
        (found) => found.rHat <= rHat && found.bulkSampleSize >= sampleSize && found.tailSampleSize >= sampleSize,
      )
    );
  }
}

/** Whether draws are judged after a step: at steps that grow by a tenth, wherever the sampler's own steps would end. */
export function isJudged(step: number): boolean {
  if (step % limitInterval !== 0 || step <= 0) return false;
  const rank = (interval: number): number => Math.floor(Math.log(interval) / Math.log(judgementGrowth));
  const interval = step / limitInterval;
  return interval === 1 || rank(interval) > rank(interval - 1);
}
