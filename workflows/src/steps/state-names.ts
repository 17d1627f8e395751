import { type Columns, rowCountOf, type StateSpace } from '@basin/core';
import { textAt } from './cell.js';

/** What the states of a space are called: the texts of their columns. */
export function stateNames(space: StateSpace<unknown>, batch: unknown): readonly string[] {
  return namesOfStates(space.encode(batch));
}

/** The same of columns at hand. */
export function namesOfStates(columns: Columns): readonly string[] {
  const parts = Object.values(columns);
  return Array.from({ length: rowCountOf(columns) }, (_, row) =>
    parts.map((column) => textAt(column, row) ?? '').join(' | '),
  );
}
