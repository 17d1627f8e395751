import type { ChainState } from '../kernel/kernel.js';
import { mergeStates } from '../kernel/merge-states.js';
import type { StateSpace } from '../state/state-space.js';
import { type CheckpointValue, packState, unpackState } from './checkpoint.js';
import { lowestOf } from './trace.js';

/** The best state of each chain so far, and the step at which the chain last reached one or was put back to it. */
export class BestOfChains<B> {
  readonly #space: StateSpace<B>;
  readonly #since: Int32Array;
  #states: ChainState<B>;

  constructor(space: StateSpace<B>, start: ChainState<B>, since: Int32Array = new Int32Array(start.energy.length)) {
    this.#space = space;
    this.#since = since;
    this.#states = start;
  }

  /** As {@link pack} gave it. */
  static async unpack<B>(space: StateSpace<B>, packed: CheckpointValue): Promise<BestOfChains<B>> {
    const { states, since } = packed as { readonly states: CheckpointValue; readonly since: Int32Array };
    return new BestOfChains(space, await unpackState(space, states), since);
  }

  pack(): CheckpointValue {
    return { states: packState(this.#space, this.#states), since: this.#since.slice() };
  }

  get states(): ChainState<B> {
    return this.#states;
  }

  get lowest(): number {
    return lowestOf(this.#states.energy);
  }

  observe(state: ChainState<B>, step: number): void {
    const improved = Uint8Array.from(state.energy, (value, chain) => (value < this.#states.energy[chain]! ? 1 : 0));
    for (let chain = 0; chain < improved.length; chain++) if (improved[chain] === 1) this.#since[chain] = step;
    this.#states = mergeStates(this.#space, this.#states, state, improved);
  }

  /** `state`, with the chains that found nothing for `patience` steps put back to their best. */
  restarted(state: ChainState<B>, step: number, patience: number): ChainState<B> {
    const stale = this.#since.map((since) => (step - since >= patience ? 1 : 0));
    for (let chain = 0; chain < stale.length; chain++) if (stale[chain] === 1) this.#since[chain] = step;
    return mergeStates(this.#space, state, this.#states, Uint8Array.from(stale));
  }
}
