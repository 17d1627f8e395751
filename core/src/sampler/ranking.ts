import type { StateSpace } from '../state/state-space.js';
import { type CheckpointValue, packState, unpackState } from './checkpoint.js';
import { ascending } from './distinct.js';

/**
 * The best different designs found so far, best first, at most `capacity`. Of equal energies the younger design
 * ranks first, so that a full ranking drifts over plateaus, the forbidden one too, where it would otherwise stand still.
 */
export class Ranking<B> {
  readonly #space: StateSpace<B>;
  readonly #capacity: number;
  readonly #known = new Set<string>();
  #batch: B;
  #energy: Float64Array = new Float64Array(0);

  constructor(space: StateSpace<B>, capacity: number) {
    this.#space = space;
    this.#capacity = capacity;
    this.#batch = space.concat([]);
  }

  get batch(): B {
    return this.#batch;
  }

  /** Ascending. */
  get energy(): Float64Array {
    return this.#energy;
  }

  has(identity: string): boolean {
    return this.#known.has(identity);
  }

  pack(): CheckpointValue {
    return packState(this.#space, { batch: this.#batch, energy: this.#energy });
  }

  /** Goes on from what {@link pack} gave. */
  async restore(packed: CheckpointValue): Promise<void> {
    const { batch, energy } = await unpackState(this.#space, packed);
    this.#batch = batch;
    this.#energy = energy;
    this.#known.clear();
    for (let row = 0; row < energy.length; row++) this.#known.add(this.#space.identity(batch, row));
  }

  /**
   * Ranks designs that are not in yet and differ from each other. The batch of before stays as it was.
   *
   * @remarks O(capacity + new · log new); where no design enters, nothing of the space is copied.
   */
  insert(batch: B, energy: Float64Array, identities: readonly string[]): void {
    const order = Array.from(energy.keys()).sort((a, b) => ascending(energy[a]!, energy[b]!) || a - b);
    const { rows, entering } = this.#merge(energy, order);
    if (entering === 0) return;
    const oldCount = this.#energy.length;
    const kept = rows.length - entering;
    for (let row = kept; row < oldCount; row++) this.#known.delete(this.#space.identity(this.#batch, row));
    for (let i = 0; i < entering; i++) this.#known.add(identities[order[i]!]!);
    this.#batch = this.#space.take(this.#space.concat([this.#batch, batch]), rows);
    this.#energy = energiesOf(rows, this.#energy, energy);
  }

  /** Rows of old and new designs in their common order, new row i as `old count + i`; and how many are new: the best of `order`. */
  #merge(energy: Float64Array, order: readonly number[]): { rows: Int32Array; entering: number } {
    const oldEnergy = this.#energy;
    const oldCount = oldEnergy.length;
    const rows = new Int32Array(Math.min(this.#capacity, oldCount + order.length));
    let old = 0;
    let entering = 0;
    for (let rank = 0; rank < rows.length; rank++) {
      const oldIsNext = entering === order.length || (old < oldCount && oldEnergy[old]! < energy[order[entering]!]!);
      rows[rank] = oldIsNext ? old++ : oldCount + order[entering++]!;
    }
    return { rows, entering };
  }
}

function energiesOf(rows: Int32Array, oldEnergy: Float64Array, energy: Float64Array): Float64Array {
  const oldCount = oldEnergy.length;
  const merged = new Float64Array(rows.length);
  for (let rank = 0; rank < rows.length; rank++) {
    const row = rows[rank]!;
    merged[rank] = row < oldCount ? oldEnergy[row]! : energy[row - oldCount]!;
  }
  return merged;
}
