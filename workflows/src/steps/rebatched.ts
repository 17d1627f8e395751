import { type Columns, concatColumns, rowCountOf } from '@basin/core';
import { sliceRows } from './column-rows.js';

/** The same rows in pieces of `size`, the last one shorter: how they came no longer shows. */
export async function* rebatched(
  pieces: AsyncIterable<Columns> | Iterable<Columns>,
  size: number,
): AsyncGenerator<Columns> {
  let held: Columns[] = [];
  let heldRows = 0;
  for await (const piece of pieces) {
    const rowCount = rowCountOf(piece);
    let start = 0;
    while (heldRows + rowCount - start >= size) {
      const end = start + size - heldRows;
      yield concatColumns([...held, sliceRows(piece, start, end)]);
      start = end;
      held = [];
      heldRows = 0;
    }
    if (start === rowCount) continue;
    held.push(sliceRows(piece, start, rowCount));
    heldRows += rowCount - start;
  }
  if (heldRows > 0) yield concatColumns(held);
}
