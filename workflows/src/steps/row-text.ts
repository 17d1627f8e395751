import type { Columns } from '@basin/core';
import { textAt } from './cell.js';

/** The first texts of a row, at most 200 characters: enough to find it again. */
export function rowText(columns: Columns, row: number): string {
  const texts = Object.values(columns).flatMap((column) => (column.type === 'text' ? [textAt(column, row) ?? ''] : []));
  return texts.slice(0, 3).join(' ').slice(0, 200);
}
