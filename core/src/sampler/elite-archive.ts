import type { ChainState } from '../kernel/kernel.js';
import type { StateSpace } from '../state/state-space.js';
import { type CheckpointValue, packState, unpackState } from './checkpoint.js';
import { ascending } from './distinct.js';

/** One axis of the archive: equal cells between two values of a descriptor. */
export interface ArchiveAxis {
  readonly low: number;
  /** > low */
  readonly high: number;
  readonly cells: number;
}

/**
 * The cell of a design, the first axis the slowest. Values beyond an axis' ends belong to its outermost cells.
 *
 * @returns −1 where a value is NaN.
 */
export function cellOf(axes: readonly ArchiveAxis[], values: readonly number[]): number {
  let cell = 0;
  for (const [i, { low, high, cells }] of axes.entries()) {
    const value = values[i]!;
    if (Number.isNaN(value)) return -1;
    const place = Math.floor(((value - low) / (high - low)) * cells);
    cell = cell * cells + Math.min(cells - 1, Math.max(0, place));
  }
  return cell;
}

/** The best design of every cell that was ever reached. Forbidden designs have no place. */
export class EliteArchive<B> {
  readonly #space: StateSpace<B>;
  readonly #cellCount: number;
  readonly #rows = new Map<number, number>();
  #batch: B;
  #energy: Float64Array = new Float64Array(0);
  #cells: Int32Array = new Int32Array(0);

  constructor(space: StateSpace<B>, axes: readonly ArchiveAxis[]) {
    this.#space = space;
    this.#cellCount = axes.reduce((product, { cells }) => product * cells, 1);
    this.#batch = space.concat([]);
  }

  /** Elites in the order in which their cells were first reached. */
  get batch(): B {
    return this.#batch;
  }

  get energy(): Float64Array {
    return this.#energy;
  }

  /** Share of the cells that hold a design. */
  get coverage(): number {
    return this.#energy.length / this.#cellCount;
  }

  /** Σ e^(−E) over the cells: with desirability energies the sum of desirabilities. */
  get qualityDiversity(): number {
    return this.#energy.reduce((sum, energy) => sum + Math.exp(-energy), 0);
  }

  /**
   * Puts designs into their cells where these are empty or hold a worse one; of equals the older stays.
   *
   * @param cells - −1 for designs without a place.
   * @returns How many entered.
   */
  insert(batch: B, energy: Float64Array, cells: Int32Array): number {
    const oldCount = this.#energy.length;
    const sources = Array.from({ length: oldCount }, (_, row) => row);
    const energies = [...this.#energy];
    const places = [...this.#cells];
    let entered = 0;
    for (let i = 0; i < energy.length; i++) {
      const cell = cells[i]!;
      if (cell < 0 || energy[i] === Number.POSITIVE_INFINITY) continue;
      const row = this.#rows.get(cell) ?? places.length;
      if (row < places.length && !(energy[i]! < energies[row]!)) continue;
      this.#rows.set(cell, row);
      sources[row] = oldCount + i;
      energies[row] = energy[i]!;
      places[row] = cell;
      entered++;
    }
    if (entered === 0) return 0;
    this.#batch = this.#space.take(this.#space.concat([this.#batch, batch]), Int32Array.from(sources));
    this.#energy = Float64Array.from(energies);
    this.#cells = Int32Array.from(places);
    return entered;
  }

  /** The best `limit` elites, best first. */
  best(limit: number): ChainState<B> {
    const energy = this.#energy;
    const order = Array.from(energy.keys()).sort((a, b) => ascending(energy[a]!, energy[b]!) || a - b);
    const rows = Int32Array.from(order.slice(0, limit));
    return { batch: this.#space.take(this.#batch, rows), energy: Float64Array.from(rows, (row) => energy[row]!) };
  }

  pack(): CheckpointValue {
    return {
      states: packState(this.#space, { batch: this.#batch, energy: this.#energy }),
      cells: this.#cells,
    };
  }

  /** Goes on from what {@link pack} gave. */
  async restore(packed: CheckpointValue): Promise<void> {
    const { states, cells } = packed as { readonly states: CheckpointValue; readonly cells: Int32Array };
    const { batch, energy } = await unpackState(this.#space, states);
    this.#batch = batch;
    this.#energy = energy;
    this.#cells = cells;
    this.#rows.clear();
    for (const [row, cell] of cells.entries()) this.#rows.set(cell, row);
  }
}
