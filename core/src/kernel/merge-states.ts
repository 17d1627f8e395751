import type { StateSpace } from '../state/state-space.js';
import type { ChainState } from './kernel.js';

/**
 * Row r of `second` where `chosen[r]` is 1, else row r of `first`. Gives back the one or the other itself where all rows are its.
 *
 * @remarks O(rows), one `concat` and one `take`.
 */
export function mergeStates<B>(
  space: StateSpace<B>,
  first: ChainState<B>,
  second: ChainState<B>,
  chosen: Uint8Array,
): ChainState<B> {
  if (!chosen.includes(1)) return first;
  if (!chosen.includes(0)) return second;
  const rowCount = chosen.length;
  const rows = new Int32Array(rowCount);
  const energy = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const fromSecond = chosen[row] === 1;
    rows[row] = fromSecond ? row + rowCount : row;
    energy[row] = (fromSecond ? second : first).energy[row]!;
  }
  return { batch: space.take(space.concat([first.batch, second.batch]), rows), energy };
}
