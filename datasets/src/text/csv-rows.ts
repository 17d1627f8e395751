import type { ColumnBuffer } from './column-buffers.js';
import { type CsvRecord, cellText, plainCell } from './csv-records.js';
import { isMissingNumber, parseDecimal, parseNumber } from './parse-number.js';

/**
 * Puts one cell into its column.
 *
 * @returns What is wrong with it, or undefined.
 */
export function putCell(buffer: ColumnBuffer, row: number, component: number, record: CsvRecord, cell: number) {
  switch (buffer.field.type) {
    case 'text':
      return putTextCell(buffer, row, record, cell);
    case 'bool':
      return putTruthCell(buffer, row, record, cell);
    case 'float64':
    case 'vector':
      return putFloatCell(buffer, row, component, record, cell);
    default:
      return putWholeCell(buffer, row, record, cell);
  }
}

/** A bare empty cell is null; a quoted one is the empty text. */
function putTextCell(buffer: ColumnBuffer, row: number, record: CsvRecord, cell: number): undefined {
  const isNull = record.starts[cell] === record.ends[cell] && record.styles[cell] === plainCell;
  buffer.putText(row, isNull ? null : cellText(record, cell));
}

function putTruthCell(buffer: ColumnBuffer, row: number, record: CsvRecord, cell: number): string | undefined {
  const text = cellText(record, cell).trim().toLowerCase();
  if (text === '') buffer.putMissing(row);
  else if (text === 'true' || text === '1') buffer.putNumber(row, 1, 0);
  else if (text === 'false' || text === '0') buffer.putNumber(row, 0, 0);
  else return `'${text}' is neither true nor false`;
  return undefined;
}

function putFloatCell(buffer: ColumnBuffer, row: number, component: number, record: CsvRecord, cell: number) {
  const decimal = parseDecimal(record.bytes, record.starts[cell]!, record.ends[cell]!);
  const value = Number.isNaN(decimal) ? otherNumber(record, cell) : decimal;
  if (value === undefined) return `'${shown(record, cell)}' is no number`;
  buffer.putNumber(row, value, component);
  return undefined;
}

function putWholeCell(buffer: ColumnBuffer, row: number, record: CsvRecord, cell: number): string | undefined {
  const value = otherNumber(record, cell);
  if (value === undefined) return `'${shown(record, cell)}' is no number`;
  if (Number.isNaN(value)) buffer.putMissing(row);
  else if (!isWithin(buffer.field.type, value)) return `${value} does not fit ${buffer.field.type}`;
  else buffer.putNumber(row, value, 0);
  return undefined;
}

/** Whether a number can be stored as 'int32' or 'uint8' without change. */
export function isWithin(type: string, value: number): boolean {
  return type === 'uint8' ? value >>> 0 === value && value <= 255 : (value | 0) === value;
}

/** NaN where the cell says that there is no number. */
function otherNumber(record: CsvRecord, cell: number): number | undefined {
  const text = cellText(record, cell).trim();
  return isMissingNumber(text) ? Number.NaN : parseNumber(text);
}

function shown(record: CsvRecord, cell: number): string {
  return cellText(record, cell).slice(0, 40);
}
