import type { CheckpointValue } from './checkpoint.js';
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

  pack(): CheckpointValue {
    return [this.#best, this.#bestAt, this.#barren];
  }

  /** Goes on from what {@link pack} gave. */
  restore(packed: CheckpointValue): void {
    [this.#best, this.#bestAt, this.#barren] = packed as [number, number, number];
  }

  /** @param fresh - New designs of this generation. */
  reached<B>(generation: number, { evaluations, ranking }: EvaluatedDesigns<B>, fresh: number): StopReason | undefined {
    const best = ranking.energy[0] ?? Number.POSITIVE_INFINITY;
    if (best < this.#best) {
      this.#best = best;
      this.#bestAt = generation;
    }
    this.#barren = fresh === 0 ? this.#barren + 1 : 0;
    return this.met(generation, { evaluations, ranking });
  }

  /** Which limit the generation is at, by what was seen so far. */
  met<B>(
    generation: number,
    { evaluations, ranking }: Pick<EvaluatedDesigns<B>, 'evaluations' | 'ranking'>,
  ): StopReason | undefined {
    if (evaluations >= this.#limits.evaluations) return 'evaluations';
    if (generation >= this.#limits.generations) return 'steps';
    if (generation - this.#bestAt >= this.#limits.patience) return 'patience';
    return this.#barren >= exhaustedAfter || ranking.energy.length === 0 ? 'exhausted' : undefined;
  }
}
