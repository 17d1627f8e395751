import type { Column } from '@basin/core';

/** Whether a cell holds no value: null text, a cleared validity byte, or NaN. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.type) {
    case 'text':
      return (column.values[row] ?? null) === null;
    case 'vector':
    case 'bytes':
      return false;
    case 'float64':
      return column.valid?.[row] === 0 || Number.isNaN(column.values[row]);
    default:
      return column.valid?.[row] === 0;
  }
}

/** The number in a cell; NaN where it is missing or the column holds no single numbers. Booleans count 0 and 1. */
export function numberAt(column: Column, row: number): number {
  if (column.type === 'text' || column.type === 'vector' || column.type === 'bytes') return Number.NaN;
  return isMissing(column, row) ? Number.NaN : column.values[row]!;
}

/** The text in a cell, numbers and booleans as people write them; null where it is missing or no single value. */
export function textAt(column: Column, row: number): string | null {
  if (column.type === 'text') return column.values[row] ?? null;
  if (column.type === 'vector' || column.type === 'bytes' || isMissing(column, row)) return null;
  const value = column.values[row]!;
  return column.type === 'bool' ? String(value !== 0) : String(value);
}

/** Whether the column holds one number (or boolean) a row. */
export function isNumeric(type: Column['type']): boolean {
  return type !== 'text' && type !== 'vector' && type !== 'bytes';
}
