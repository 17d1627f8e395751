import type { StateSpace } from '../state/state-space.js';
import type { ChainArrays, ChainState } from './kernel.js';

/**
 * Row r of `second` where `chosen[r]` is 1, else row r of `first`. Gives back the one or the other itself where all rows are its.
 * Arrays that only one of them has are left out.
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
  const batch = space.take(space.concat([first.batch, second.batch]), rows);
  if (first.arrays === undefined || second.arrays === undefined) return { batch, energy };
  return { batch, energy, arrays: mergeArrays(first.arrays, second.arrays, chosen) };
}

function mergeArrays(first: ChainArrays, second: ChainArrays, chosen: Uint8Array): ChainArrays {
  const merged: Record<string, Float64Array> = {};
  for (const [name, values] of Object.entries(first)) {
    const others = second[name];
    if (others === undefined) continue;
    const width = values.length / chosen.length;
    merged[name] = values.map((value, i) => (chosen[Math.floor(i / width)] === 1 ? others[i]! : value));
  }
  return merged;
}
