import type { ChainState } from '../kernel/kernel.js';
import type { StateSpace } from '../state/state-space.js';

/**
 * The `limit` best different designs of a batch, best first. Of equal designs the first row stays; rows of equal energy keep
 * their order.
 *
 * @remarks O(n log n).
 */
export function bestDistinct<B>(space: StateSpace<B>, { batch, energy }: ChainState<B>, limit: number): ChainState<B> {
  const order = Array.from(energy.keys()).sort((a, b) => ascending(energy[a]!, energy[b]!) || a - b);
  const seen = new Set<string>();
  const rows: number[] = [];
  for (const row of order) {
    if (rows.length === limit) break;
    const identity = space.identity(batch, row);
    if (seen.has(identity)) continue;
    seen.add(identity);
    rows.push(row);
  }
  return {
    batch: space.take(batch, Int32Array.from(rows)),
    energy: Float64Array.from(rows, (row) => energy[row]!),
  };
}

/** Order of energies; a difference would make NaN of two infinities. */
export function ascending(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
