import { type Column, type Columns, concatColumns, rowCountOf, type Table } from '@basin/core';
import { numberAt } from './cell.js';
import { ascending } from './chosen-rows.js';
import { takeRows } from './column-rows.js';
import { testOf } from './condition.js';

/** Numbers of some columns of every good row of a table, read in one pass that keeps nothing else. */
export interface RowNumbers {
  /** Row of the table, ascending. */
  readonly rows: readonly number[];
  /** Shape [rows, columns], row-major. */
  readonly values: Float64Array;
  readonly rowsRead: number;
  /** Rows left out for a status that is not 'ok'. */
  readonly badRows: number;
  /** Rows left out because a number is missing. */
  readonly missing: number;
}

/** Reads the numbers of `names`; rows with a bad status or a missing number are left out and counted. */
export async function readNumbers(table: Table, names: readonly string[]): Promise<RowNumbers> {
  const rows: number[] = [];
  const values: number[] = [];
  let rowsRead = 0;
  let badRows = 0;
  let missing = 0;
  for await (const batch of table.batches()) {
    const isGood = 'status' in batch ? testOf(batch, { column: 'status', equals: 'ok' }) : () => true;
    const columns = names.map((name) => batch[name]!);
    for (let row = 0; row < rowCountOf(batch); row++) {
      const numbers = columns.map((column: Column) => numberAt(column, row));
      if (!isGood(row)) badRows++;
      else if (numbers.some(Number.isNaN)) missing++;
      else {
        rows.push(rowsRead + row);
        values.push(...numbers);
      }
    }
    rowsRead += rowCountOf(batch);
  }
  return { rows, values: Float64Array.from(values), rowsRead, badRows, missing };
}

/** The given rows of a table, in the given order, without repeats, read in one pass that keeps nothing else. */
export async function gatherRows(table: Table, rows: readonly number[]): Promise<Columns | undefined> {
  const places = Array.from(rows.keys()).sort((a, b) => ascending(rows[a]!, rows[b]!));
  const pieces: Columns[] = [];
  let next = 0;
  let before = 0;
  for await (const batch of table.batches()) {
    const end = before + rowCountOf(batch);
    const first = next;
    while (next < places.length && rows[places[next]!]! < end) next++;
    if (next > first)
      pieces.push(
        takeRows(
          batch,
          places.slice(first, next).map((place) => rows[place]! - before),
        ),
      );
    before = end;
    if (next === places.length) break;
  }
  if (pieces.length === 0) return undefined;
  const order = new Int32Array(rows.length);
  for (const [i, place] of places.entries()) order[place] = i;
  return takeRows(concatColumns(pieces), order);
}
