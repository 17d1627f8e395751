import type { ChainState } from '../kernel/kernel.js';
import type { StateSpace } from '../state/state-space.js';
import type { Draws } from './sampler.js';

/** Rows after which a block is sent, so that memory stays small however many draws there are. */
const fullAt = 65_536;

/** Draws that wait to be sent. */
export interface DrawSource<B> {
  /** Whether there are so many that they should be sent now. */
  readonly isFull: boolean;
  /** Everything since this was last asked; undefined for nothing. */
  take(): Draws<B> | undefined;
}

/** Draws that have not been sent yet: whole states as the chains left them, put together only when they are taken. */
export class DrawBlock<B> implements DrawSource<B> {
  readonly #space: StateSpace<B>;
  readonly #firstChain: number;
  #states: ChainState<B>[] = [];
  #steps: number[] = [];
  #rowCount = 0;

  /** @param firstChain - Number of the chain in row 0 of every state. */
  constructor(space: StateSpace<B>, firstChain: number) {
    this.#space = space;
    this.#firstChain = firstChain;
  }

  get isFull(): boolean {
    return this.#rowCount >= fullAt;
  }

  /** The states of all chains after a step. O(1). */
  add(state: ChainState<B>, step: number): void {
    this.#states.push(state);
    this.#steps.push(step);
    this.#rowCount += state.energy.length;
  }

  /** Everything since this was last asked, step by step and chain by chain; undefined for nothing. */
  take(): Draws<B> | undefined {
    if (this.#states.length === 0) return undefined;
    const energy = new Float64Array(this.#rowCount);
    const chain = new Int32Array(this.#rowCount);
    const step = new Int32Array(this.#rowCount);
    let row = 0;
    this.#states.forEach((state, i) => {
      energy.set(state.energy, row);
      step.fill(this.#steps[i]!, row, row + state.energy.length);
      for (let c = 0; c < state.energy.length; c++, row++) chain[row] = this.#firstChain + c;
    });
    const batch = this.#space.concat(this.#states.map((state) => state.batch));
    this.#states = [];
    this.#steps = [];
    this.#rowCount = 0;
    return { batch, energy, chain, step };
  }
}
