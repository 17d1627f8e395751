import type { Energy } from '../energy/energy.js';
import type { CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';

/** An energy given state by state, in the order of `space.enumerate()`. */
export function tabulatedEnergy(space: CategoricalSpace, table: readonly number[]): Energy<CategoricalBatch> {
  return {
    evaluate: (batch) =>
      Float64Array.from({ length: space.size(batch) }, (_, row) => table[space.stateNumber(batch, row)]!),
  };
}
