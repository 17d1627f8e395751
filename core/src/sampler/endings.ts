import type { EvaluatedDesigns } from './evaluated-designs.js';
import type { StopReason } from './sampler.js';

/** After so many generations without one new design the space around the population counts as exhausted. */
const exhaustedAfter = 100;

/** Limits of a run. Infinity for none. */
export interface EndingLimits {
  readonly generations: number;
  readonly evaluations: number;
  /** Generations without a better best. */
  readonly patience: number;
}

/** Watches a population for the expected endings. */
export class Endings {
  readonly #limits: EndingLimits;
  #best = Number.POSITIVE_INFINITY;
  #bestAt = 0;
  #barren = 0;

  constructor(limits: EndingLimits) {
    this.#limits = limits;
  }

  /** @param fresh - New designs of this generation. */
  reached<B>(generation: number, { evaluations, ranking }: EvaluatedDesigns<B>, fresh: number): StopReason | undefined {
    const best = ranking.energy[0] ?? Number.POSITIVE_INFINITY;
    if (best < this.#best) {
      this.#best = best;
      this.#bestAt = generation;
    }
    this.#barren = fresh === 0 ? this.#barren + 1 : 0;
    if (evaluations >= this.#limits.evaluations) return 'evaluations';
    if (generation >= this.#limits.generations) return 'steps';
    if (generation - this.#bestAt >= this.#limits.patience) return 'patience';
    return this.#barren >= exhaustedAfter || ranking.energy.length === 0 ? 'exhausted' : undefined;
  }
}
