import {
  type Column,
  type ColumnField,
  type Columns,
  columnLength,
  rowCountOf,
  type Table,
  type TableSchema,
} from '@basin/core';

/** The given rows of every column, in the given order, repeats allowed. */
export function takeRows(columns: Columns, rows: ArrayLike<number>): Columns {
  return mapColumns(columns, (column) => takeColumnRows(column, rows));
}

/** Rows `start` (inclusive) to `end` (exclusive), without copying numbers. */
export function sliceRows(columns: Columns, start: number, end: number): Columns {
  return mapColumns(columns, (column) => sliceColumn(column, start, end));
}

/**
 * A table in pieces of at most `limit` rows, in order, so that one huge batch does not mean one huge allocation.
 * A table without rows gives one piece without rows, so that what it would have made is known all the same.
 */
export async function* piecesOf(table: Table, limit: number): AsyncGenerator<Columns> {
  let any = false;
  for await (const batch of table.batches()) {
    const rowCount = rowCountOf(batch);
    for (let start = 0; start < rowCount; start += limit) {
      any = true;
      yield rowCount <= limit ? batch : sliceRows(batch, start, start + limit);
    }
  }
  if (!any) yield emptyColumns(table.schema);
}

/** Columns of a schema, with no rows. */
export function emptyColumns(schema: TableSchema): Columns {
  return Object.fromEntries(schema.fields.map((field) => [field.name, emptyColumn(field)]));
}

function emptyColumn({ type, width = 1 }: ColumnField): Column {
  switch (type) {
    case 'text':
      return { type, values: [] };
    case 'float64':
      return { type, values: new Float64Array(0) };
    case 'int32':
      return { type, values: new Int32Array(0) };
    case 'vector':
      return { type, values: new Float64Array(0), width };
    case 'bytes':
      return { type, values: new Uint8Array(0), width };
    case 'uint8':
    case 'bool':
      return { type, values: new Uint8Array(0) };
  }
}

function mapColumns(columns: Columns, change: (column: Column) => Column): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)]));
}

function takeColumnRows(column: Column, rows: ArrayLike<number>): Column {
  switch (column.type) {
    case 'text':
      return { type: 'text', values: Array.from(rows, (row) => column.values[row] ?? null) };
    case 'vector':
      return {
        ...column,
        values: takeWide(column.values, column.width, rows, new Float64Array(rows.length * column.width)),
      };
    case 'bytes':
      return {
        ...column,
        values: takeWide(column.values, column.width, rows, new Uint8Array(rows.length * column.width)),
      };
    case 'float64':
      return {
        ...column,
        values: take(column.values, rows, new Float64Array(rows.length)),
        ...takeValid(column.valid, rows),
      };
    case 'int32':
      return {
        ...column,
        values: take(column.values, rows, new Int32Array(rows.length)),
        ...takeValid(column.valid, rows),
      };
    case 'uint8':
    case 'bool':
      return {
        ...column,
        values: take(column.values, rows, new Uint8Array(rows.length)),
        ...takeValid(column.valid, rows),
      };
  }
}

function takeValid(valid: Uint8Array | undefined, rows: ArrayLike<number>): { valid?: Uint8Array } {
  return valid === undefined ? {} : { valid: take(valid, rows, new Uint8Array(rows.length)) };
}

function take<A extends Float64Array | Int32Array | Uint8Array>(values: A, rows: ArrayLike<number>, out: A): A {
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

function takeWide<A extends Float64Array | Uint8Array>(values: A, width: number, rows: ArrayLike<number>, out: A): A {
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width;
    out.set(values.subarray(from, from + width), i * width);
  }
  return out;
}

function sliceColumn(column: Column, start: number, end: number): Column {
  const last = Math.min(end, columnLength(column));
  switch (column.type) {
    case 'text':
      return { type: 'text', values: column.values.slice(start, last) };
    case 'vector':
      return { ...column, values: column.values.subarray(start * column.width, last * column.width) };
    case 'bytes':
      return { ...column, values: column.values.subarray(start * column.width, last * column.width) };
    case 'float64':
      return { ...column, values: column.values.subarray(start, last), ...sliceValid(column.valid, start, last) };
    case 'int32':
      return { ...column, values: column.values.subarray(start, last), ...sliceValid(column.valid, start, last) };
    case 'uint8':
    case 'bool':
      return { ...column, values: column.values.subarray(start, last), ...sliceValid(column.valid, start, last) };
  }
}

function sliceValid(valid: Uint8Array | undefined, start: number, end: number): { valid?: Uint8Array } {
  return valid === undefined ? {} : { valid: valid.subarray(start, end) };
}
