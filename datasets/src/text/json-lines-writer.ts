import type { Column, Columns, TableSchema, TableWriter } from '@basin/core';
import { createTableWriter } from '../tables/batch-writer.js';
import { hexadecimal } from './csv-writer.js';
import type { JsonValue } from './json-types.js';

/**
 * Writes JSON Lines: one object a row, keys in the order of the schema. What is missing (and NaN) is null; infinity is the text
 * "Infinity"; a vector is an array of numbers; bytes are hexadecimal text.
 *
 * @throws {DatasetError} a schema or batch that does not fit, or a disk that refuses.
 */
export function createJsonLinesWriter(path: string, schema: TableSchema): Promise<TableWriter> {
  return createTableWriter(path, schema, () => ({
    head: new Uint8Array(0),
    rows(columns: Columns, count: number): Uint8Array {
      const entries = schema.fields.map(({ name }) => [JSON.stringify(name), valuesOf(columns[name]!)] as const);
      const line = (row: number) =>
        `{${entries.map(([key, value]) => `${key}:${JSON.stringify(value(row))}`).join(',')}}\n`;
      return Buffer.from(Array.from({ length: count }, (_, row) => line(row)).join(''));
    },
    tail: () => new Uint8Array(0),
  }));
}

function valuesOf(column: Column): (row: number) => JsonValue {
  switch (column.type) {
    case 'text':
      return (row) => column.values[row]!;
    case 'bytes':
      return (row) => hexadecimal(column.values.subarray(row * column.width, (row + 1) * column.width));
    case 'vector':
      return (row) => Array.from(column.values.subarray(row * column.width, (row + 1) * column.width), jsonNumber);
    case 'bool':
      return (row) => (column.valid?.[row] === 0 ? null : column.values[row] !== 0);
    default:
      return (row) => (column.valid?.[row] === 0 ? null : jsonNumber(column.values[row]!));
  }
}

function jsonNumber(value: number): JsonValue {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : String(value);
}
