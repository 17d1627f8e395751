import type { ChainState } from '../kernel/kernel.js';
import { takeArrays, takeStates } from '../kernel/take-states.js';
import { concatNumbers } from '../numerics/concat-numbers.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import type { CheckpointValue } from './checkpoint.js';
import type { SwapSums } from './divisible.js';
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

  /** Swaps so far at the events that count, with the ladders run through from cold to hot and back again by any replica. */
  sums(): SwapSums {
    return { swaps: this.#swaps.slice(), events: this.#events, roundTrips: this.#roundTrips };
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

  /** Goes on from what {@link pack} gave, of all ladders of a run; round trips are counted on with the first. */
  restore(packed: CheckpointValue): void {
    const { betas, window, swaps, trips, counts } = packed as unknown as PackedExchange;
    const { ladders, firstLadder, rungs } = this.#layout;
    const rows = [firstLadder * rungs, (firstLadder + ladders) * rungs] as const;
    const pairs = [firstLadder * (rungs - 1), (firstLadder + ladders) * (rungs - 1)] as const;
    this.#betas.set(betas.subarray(...rows));
    this.#window.set(window.subarray(...pairs));
    this.#swaps.set(swaps.subarray(...pairs));
    this.#trip.set(trips.subarray(...rows));
    [this.#windowEvents, this.#events] = counts;
    this.#roundTrips = firstLadder === 0 ? counts[2] : 0;
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

/** What {@link ReplicaExchange.pack} gives. A checkpoint file is checked as a whole. */
interface PackedExchange {
  readonly betas: Float64Array;
  readonly window: Float64Array;
  readonly swaps: Float64Array;
  readonly trips: Uint8Array;
  readonly counts: readonly [windowEvents: number, events: number, roundTrips: number];
}

/** Exchanges of ladders that follow on each other, as all together would be packed. */
export function joinPackedExchanges(packed: readonly CheckpointValue[]): CheckpointValue {
  if (packed.length === 1) return packed[0]!;
  const parts = packed as readonly unknown[] as readonly PackedExchange[];
  const [windowEvents, events] = parts[0]!.counts;
  const roundTrips = parts.reduce((sum, { counts }) => sum + counts[2], 0);
  return {
    betas: concatNumbers(parts.map(({ betas }) => betas)),
    window: concatNumbers(parts.map(({ window }) => window)),
    swaps: concatNumbers(parts.map(({ swaps }) => swaps)),
    trips: Uint8Array.from(parts.flatMap(({ trips }) => [...trips])),
    counts: [windowEvents, events, roundTrips],
  };
}

/** Swaps of a packed exchange, with β of every row. */
export function swapsOf(packed: CheckpointValue): SwapSums & { readonly betas: Float64Array } {
  const { swaps, betas, counts } = packed as unknown as PackedExchange;
  return { swaps, betas, events: counts[1], roundTrips: counts[2] };
}

/** Swaps of ladders that follow on each other. */
export function joinSwaps(parts: readonly SwapSums[]): SwapSums {
  const roundTrips = parts.reduce((sum, part) => sum + part.roundTrips, 0);
  return { swaps: concatNumbers(parts.map(({ swaps }) => swaps)), events: parts[0]!.events, roundTrips };
}

/** Mean probability of a swap of each pair over all ladders, by its lower rung. NaN before the first event. */
export function swapRates({ swaps, events }: SwapSums, ladders: number): Float64Array {
  const pairs = swaps.length / ladders;
  return Float64Array.from({ length: pairs }, (_, pair) => {
    let sum = 0;
    for (let ladder = 0; ladder < ladders; ladder++) sum += swaps[ladder * pairs + pair]!;
    return sum / (ladders * events);
  });
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
