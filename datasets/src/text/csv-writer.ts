import {
  type Column,
  type ColumnField,
  type Columns,
  DatasetError,
  type TableSchema,
  type TableWriter,
} from '@basin/core';
import { createTableWriter, type TableEncoder } from '../tables/batch-writer.js';

/**
 * Writes CSV (RFC 4180, LF line ends, UTF-8) with a header line. Numbers have the fewest digits that read back the same; a missing
 * number is empty, infinity is 'inf', null is empty and the empty text is ""; a vector 'x' becomes columns 'x[0]', 'x[1]', …; bytes
 * become hexadecimal text. Units, descriptions and metadata have no place in CSV: keep the manifest, or write Arrow.
 *
 * @param delimiter - One ASCII character.
 * @throws {DatasetError} a schema or batch that does not fit, or a disk that refuses.
 */
export function createCsvWriter(path: string, schema: TableSchema, delimiter = ','): Promise<TableWriter> {
  return createTableWriter(path, schema, () => csvEncoder(path, schema, delimiter));
}

function csvEncoder(path: string, schema: TableSchema, delimiter: string): TableEncoder {
  const quoted = (text: string) => quoteWhereNeeded(text, delimiter);
  const names = schema.fields.flatMap(cellNames);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new DatasetError({ file: path, column: twice }, 'would be named twice in CSV');
  const line = (cells: readonly string[]) =>
    `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(delimiter)}\n`;
  return {
    head: Buffer.from(line(names.map(quoted))),
    rows(columns: Columns, count: number): Uint8Array {
      const writers = schema.fields.map(({ name }) => cellsOf(columns[name]!, quoted));
      const lines = Array.from({ length: count }, (_, row) => line(writers.flatMap((cells) => cells(row))));
      return Buffer.from(lines.join(''));
    },
    tail: () => new Uint8Array(0),
  };
}

function cellNames({ name, type, width = 1 }: ColumnField): readonly string[] {
  return type === 'vector' ? Array.from({ length: width }, (_, component) => `${name}[${component}]`) : [name];
}

function cellsOf(column: Column, quoted: (text: string) => string): (row: number) => string | readonly string[] {
  switch (column.type) {
    case 'text':
      return (row) => {
        const text = column.values[row]!;
        return text === null ? '' : quoted(text);
      };
    case 'bytes':
      return (row) => hexadecimal(column.values.subarray(row * column.width, (row + 1) * column.width));
    case 'vector':
      return (row) => Array.from(column.values.subarray(row * column.width, (row + 1) * column.width), numberCell);
    case 'bool':
      return (row) => (column.valid?.[row] === 0 ? '' : String(column.values[row] !== 0));
    default:
      return (row) => (column.valid?.[row] === 0 ? '' : numberCell(column.values[row]!));
  }
}

function numberCell(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Bytes as hexadecimal text, two digits a byte. */
export function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function quoteWhereNeeded(text: string, delimiter: string): string {
  const needed = text === '' || text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
  return needed ? `"${text.replaceAll('"', '""')}"` : text;
}
