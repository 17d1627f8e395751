import type { StateSpace } from '../state/state-space.js';
import type { ChainArrays, ChainState } from './kernel.js';

/** The given chains of a state, in the given order, repeats allowed, with all that is known of them. O(rows). */
export function takeStates<B>(
  space: StateSpace<B>,
  { batch, energy, arrays }: ChainState<B>,
  rows: Int32Array,
): ChainState<B> {
  const taken = { batch: space.take(batch, rows), energy: Float64Array.from(rows, (row) => energy[row]!) };
  return arrays === undefined ? taken : { ...taken, arrays: takeArrays(arrays, energy.length, rows) };
}

/** The given rows of arrays that have `rowCount` of them. */
export function takeArrays(arrays: ChainArrays, rowCount: number, rows: Int32Array): ChainArrays {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => {
      const width = values.length / rowCount;
      const taken = new Float64Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) {
        taken.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
      }
      return [name, taken];
    }),
  );
}
