import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { StateSpace } from '../state/state-space.js';
import type { CheckpointValue } from './checkpoint.js';
import { IdentityMemory } from './identity-memory.js';
import { Ranking } from './ranking.js';

/** Called with every batch of designs in the order in which they were evaluated, each design once. */
export type EvaluationListener<B> = (batch: B, energy: Float64Array) => void;

/** How many designs are kept and known, and how many may be evaluated. */
export interface EvaluationLimits {
  /** Best designs kept. */
  readonly capacity: number;
  /** Designs that are known when they come again, beside the kept ones. */
  readonly memory: number;
  /** Evaluations allowed in all. */
  readonly evaluations: number;
}

/** Every design that a sampler has had evaluated: the best of them ranked, and none evaluated twice. */
export class EvaluatedDesigns<B> {
  readonly #space: StateSpace<B>;
  readonly #energy: Energy<B>;
  readonly #limits: EvaluationLimits;
  readonly #memory: IdentityMemory;
  readonly #onEvaluated: EvaluationListener<B> | undefined;
  readonly ranking: Ranking<B>;
  #evaluations = 0;

  constructor(
    space: StateSpace<B>,
    energy: Energy<B>,
    limits: EvaluationLimits,
    onEvaluated: EvaluationListener<B> | undefined,
  ) {
    this.#space = space;
    this.#energy = energy;
    this.#limits = limits;
    this.#memory = new IdentityMemory(limits.memory);
    this.#onEvaluated = onEvaluated;
    this.ranking = new Ranking(space, limits.capacity);
  }

  get evaluations(): number {
    return this.#evaluations;
  }

  /**
   * Evaluates the designs of a batch that are new, in one call and up to the limit, and ranks them.
   *
   * @returns How many were new.
   * @throws {NonFiniteEnergyError} An energy is NaN or −Infinity.
   */
  admit(batch: B): Awaitable<number> {
    const identities = new Map<string, number>();
    const left = this.#limits.evaluations - this.#evaluations;
    for (let row = 0; row < this.#space.size(batch) && identities.size < left; row++) {
      const identity = this.#space.identity(batch, row);
      if (!identities.has(identity) && !this.#isKnown(identity)) identities.set(identity, row);
    }
    if (identities.size === 0) return 0;
    const fresh = this.#space.take(batch, Int32Array.from(identities.values()));
    return whenDone(this.#energy.evaluate(fresh), (energy) => {
      this.#rank(fresh, checkedEnergy('energy', energy), [...identities.keys()]);
      return identities.size;
    });
  }

  pack(): CheckpointValue {
    return { evaluations: this.#evaluations, memory: this.#memory.pack(), ranking: this.ranking.pack() };
  }

  /** Goes on from what {@link pack} gave. */
  async restore(packed: CheckpointValue): Promise<void> {
    // What pack wrote; a checkpoint file is checked as a whole.
    const { evaluations, memory, ranking } = packed as {
      readonly evaluations: number;
      readonly memory: readonly string[];
      readonly ranking: CheckpointValue;
    };
    this.#evaluations = evaluations;
    this.#memory.restore(memory);
    await this.ranking.restore(ranking);
  }

  #rank(batch: B, energy: Float64Array, identities: readonly string[]): void {
    this.#evaluations += identities.length;
    for (const identity of identities) this.#memory.add(identity);
    this.ranking.insert(batch, energy, identities);
    this.#onEvaluated?.(batch, energy);
  }

  #isKnown(identity: string): boolean {
    return this.#memory.has(identity) || this.ranking.has(identity);
  }
}
