import type { ChainState } from '../kernel/kernel.js';
import { takeArrays, takeStates } from '../kernel/take-states.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import type { CheckpointValue } from './checkpoint.js';
import { swapOrder, swapRungs } from './replica-swap.js';
import { equalisedLadder } from './temperature-ladder.js';

/** Branch of the root stream that swaps are drawn from; chains have the branches from 0 on. */
const swapLabel = 0xffff_fffe;

/** How far a replica is on a round trip: not begun, at the cold end last, at the hot end after the cold one. */
const notBegun = 0;
const descended = 1;
const climbed = 2;

/** How many ladders there are, and with how many rungs. */
export interface LadderLayout {
  readonly ladders: number;
  /** Number of the first ladder: ladders driven apart from the others swap as they do among all. */
  readonly firstLadder: number;
  readonly rungs: number;
}

/**
 * The temperatures of replicas and who swapped with whom. Row `ladder · rungs + rung` of all arrays is a rung, coldest first; a
 * swap exchanges the states of two rungs, while temperature, step sizes and streams stay. Every ladder adapts itself alone.
 */
export class ReplicaExchange {
  readonly #layout: LadderLayout;
  readonly #streams: readonly Rng[];
  readonly #betas: Float64Array;
  /** Sums of swap probabilities since the last adaptation, and how many events there were. */
  readonly #window: Float64Array;
  #windowEvents = 0;
  /** The same of all events that count. */
  readonly #swaps: Float64Array;
  #events = 0;
  /** How far on a round trip the replica in each row is. */
  readonly #trip: Uint8Array;
  #roundTrips = 0;

  /** @param ladder - β of every rung to begin with, coldest first. */
  constructor(rng: Rng, layout: LadderLayout, ladder: Float64Array) {
    const { ladders, firstLadder, rungs } = layout;
    this.#layout = layout;
    this.#streams = Array.from({ length: ladders }, (_, i) => rng.split(swapLabel).split(firstLadder + i));
    this.#betas = Float64Array.from({ length: ladders * rungs }, (_, row) => ladder[row % rungs]!);
    this.#window = new Float64Array(ladders * (rungs - 1));
    this.#swaps = new Float64Array(ladders * (rungs - 1));
    this.#trip = new Uint8Array(ladders * rungs);
  }

  /** β of every row. */
  get betas(): Float64Array {
    return this.#betas;
  }

  /** Ladders run through from cold to hot and back again, by any replica, at the events that count. */
  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** Mean probability of a swap of each pair over all ladders, by its lower rung, at the events that count. NaN before the first. */
  swapRates(): Float64Array {
    const { ladders, rungs } = this.#layout;
    return Float64Array.from({ length: rungs - 1 }, (_, pair) => {
      let sum = 0;
      for (let ladder = 0; ladder < ladders; ladder++) sum += this.#swaps[ladder * (rungs - 1) + pair]!;
      return sum / (ladders * this.#events);
    });
  }

  /**
   * Tries every pair of every ladder.
   *
   * @param counted - Whether the event is one of π, not of the warm-up.
   * @returns The state with its rows exchanged.
   */
  swap<B>(space: StateSpace<B>, state: ChainState<B>, step: number, counted: boolean): ChainState<B> {
    const { ladders, rungs } = this.#layout;
    const rows = new Int32Array(ladders * rungs);
    const uniforms = new Float64Array(swapOrder(rungs).length);
    for (let ladder = 0; ladder < ladders; ladder++) {
      const first = ladder * rungs;
      this.#streams[ladder]!.split(step).fillUniform(uniforms);
      const betas = this.#betas.subarray(first, first + rungs);
      const { from, probability } = swapRungs(betas, state.energy.subarray(first, first + rungs), uniforms);
      for (let rung = 0; rung < rungs; rung++) rows[first + rung] = first + from[rung]!;
      this.#observe(ladder, probability, counted);
    }
    this.#follow(rows, counted);
    return exchanged(space, state, rows);
  }

  /** Moves the rungs to where their swaps would be rejected equally often, by the events since this was last done. */
  adapt(): void {
    if (this.#windowEvents === 0) return;
    const { ladders, rungs } = this.#layout;
    for (let ladder = 0; ladder < ladders; ladder++) {
      const betas = this.#betas.subarray(ladder * rungs, (ladder + 1) * rungs);
      const sums = this.#window.subarray(ladder * (rungs - 1), (ladder + 1) * (rungs - 1));
      betas.set(
        equalisedLadder(
          betas,
          sums.map((sum) => Math.max(0, 1 - sum / this.#windowEvents)),
        ),
      );
    }
    this.#window.fill(0);
    this.#windowEvents = 0;
  }

  pack(): CheckpointValue {
    return {
      betas: this.#betas.slice(),
      window: this.#window.slice(),
      swaps: this.#swaps.slice(),
      trips: this.#trip.slice(),
      counts: [this.#windowEvents, this.#events, this.#roundTrips],
    };
  }

  /** Goes on from what {@link pack} gave. */
  restore(packed: CheckpointValue): void {
    // What pack wrote; a checkpoint file is checked as a whole.
    const { betas, window, swaps, trips, counts } = packed as {
      readonly betas: Float64Array;
      readonly window: Float64Array;
      readonly swaps: Float64Array;
      readonly trips: Uint8Array;
      readonly counts: readonly [number, number, number];
    };
    this.#betas.set(betas);
    this.#window.set(window);
    this.#swaps.set(swaps);
    this.#trip.set(trips);
    [this.#windowEvents, this.#events, this.#roundTrips] = counts;
  }

  #observe(ladder: number, probability: Float64Array, counted: boolean): void {
    const sums = counted ? this.#swaps : this.#window;
    const first = ladder * probability.length;
    for (let pair = 0; pair < probability.length; pair++) sums[first + pair]! += probability[pair]!;
    if (ladder > 0) return;
    if (counted) this.#events++;
    else this.#windowEvents++;
  }

  /** Replicas carry with them how far on their round trip they are. */
  #follow(rows: Int32Array, counted: boolean): void {
    const { rungs } = this.#layout;
    if (!counted) return;
    this.#trip.set(Uint8Array.from(rows, (row) => this.#trip[row]!));
    for (let cold = 0; cold < rows.length; cold += rungs) {
      const hot = cold + rungs - 1;
      if (this.#trip[hot] !== notBegun) this.#trip[hot] = climbed;
      if (this.#trip[cold] === climbed) this.#roundTrips++;
      this.#trip[cold] = descended;
    }
  }
}

/**
 * Rows exchanged with all that is known of their states. Momenta stay where they are: they are independent of the state, and
 * their spread is that of the rung's temperature.
 */
function exchanged<B>(space: StateSpace<B>, state: ChainState<B>, rows: Int32Array): ChainState<B> {
  if (rows.every((from, row) => from === row)) return state;
  const { momentum, ...others } = state.arrays ?? {};
  const taken = takeStates(space, { batch: state.batch, energy: state.energy }, rows);
  if (state.arrays === undefined) return taken;
  const arrays = takeArrays(others, rows.length, rows);
  return { ...taken, arrays: momentum === undefined ? arrays : { ...arrays, momentum } };
}
