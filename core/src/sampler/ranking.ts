import type { StateSpace } from '../state/state-space.js';
import { ascending } from './distinct.js';

/**
 * The best different designs found so far, best first, at most `capacity`. Of equal energies the older design ranks first.
 */
export class Ranking<B> {
  readonly #space: StateSpace<B>;
  readonly #capacity: number;
  readonly #known = new Set<string>();
  #identities: string[] = [];
  #batch: B;
  #energy = new Float64Array(0);

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

  /**
   * Ranks designs that are not in yet and differ from each other. The batch of before stays as it was.
   *
   * @remarks O(capacity + new · log new), and nothing of the order of capacity where no design enters.
   */
  insert(batch: B, energy: Float64Array, identities: readonly string[]): void {
    const order = Array.from(energy.keys()).sort((a, b) => ascending(energy[a]!, energy[b]!) || a - b);
    const rows = this.#mergedRows(energy, order);
    if (rows.length === this.#identities.length && rows.every((row, rank) => row === rank)) return;
    const oldCount = this.#identities.length;
    const oldIdentities = this.#identities;
    const oldEnergy = this.#energy;
    this.#batch = this.#space.take(this.#space.concat([this.#batch, batch]), rows);
    this.#energy = Float64Array.from(rows, (row) => (row < oldCount ? oldEnergy[row]! : energy[row - oldCount]!));
    this.#identities = Array.from(rows, (row) => (row < oldCount ? oldIdentities[row]! : identities[row - oldCount]!));
    this.#updateKnown(oldIdentities, rows, oldCount);
  }

  /** Rows of old and new designs in their common order: new row i is `old count + i`. */
  #mergedRows(energy: Float64Array, order: readonly number[]): Int32Array {
    const oldCount = this.#identities.length;
    const rows = new Int32Array(Math.min(this.#capacity, oldCount + order.length));
    let old = 0;
    let fresh = 0;
    for (let rank = 0; rank < rows.length; rank++) {
      const oldIsNext = fresh === order.length || (old < oldCount && this.#energy[old]! <= energy[order[fresh]!]!);
      rows[rank] = oldIsNext ? old++ : oldCount + order[fresh++]!;
    }
    return rows;
  }

  #updateKnown(oldIdentities: readonly string[], rows: Int32Array, oldCount: number): void {
    let kept = 0;
    for (let rank = 0; rank < rows.length; rank++) {
      if (rows[rank]! < oldCount) kept++;
      else this.#known.add(this.#identities[rank]!);
    }
    for (let row = kept; row < oldCount; row++) this.#known.delete(oldIdentities[row]!);
  }
}
