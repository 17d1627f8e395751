import { type Columns, rowCountOf } from '@basin/core';
import { textAt } from './cell.js';

/** What states are called: the texts of their columns. */
export function namesOfStates(columns: Columns): readonly string[] {
  const parts = Object.values(columns);
  return Array.from({ length: rowCountOf(columns) }, (_, row) =>
    parts.map((column) => textAt(column, row) ?? '').join(' | '),
  );
}
