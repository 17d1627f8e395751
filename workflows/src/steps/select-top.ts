import { type Column, rowCountOf, type StepContext, type Table } from '@basin/core';
import { numberAt } from './cell.js';
import { testOf } from './condition.js';
import { figureOf } from './figure.js';
import { gatherRows } from './gather-rows.js';
import type { Selection, TopOptions } from './selection.js';
import { requireColumn, soleInput } from './step-fault.js';
import { TopRows } from './top-rows.js';

/** The rows with the least (or largest) value of a column, in memory for those alone. */
export async function selectTop(context: StepContext, { by, direction, count }: TopOptions): Promise<Selection> {
  const { table } = soleInput(context);
  requireColumn(context.name, ['top', 'by'], table.schema, by);
  const best = await bestRows(table, by, direction, count);
  const columns = await gatherRows(table, best.rows);
  const { rowsRead } = best;
  return {
    columns,
    added: [],
    rowsRead,
    badRows: 0,
    summary: { chosen: best.rows.length, 'last value chosen': figureOf(best.lastValue), bad: best.badRows },
  };
}

/** Rows with the best values of a column, best first, and how many were read. */
export interface BestRows {
  readonly rows: readonly number[];
  /** The worst value among them; NaN where there is none. */
  readonly lastValue: number;
  readonly rowsRead: number;
  readonly badRows: number;
}

/** One pass over a table. Rows without a value, or whose status is not 'ok', are passed over. */
export async function bestRows(
  table: Table,
  by: string,
  direction: TopOptions['direction'],
  count: number,
): Promise<BestRows> {
  const sign = direction === 'maximise' ? -1 : 1;
  const top = new TopRows(count);
  let rowsRead = 0;
  let badRows = 0;
  for await (const batch of table.batches()) {
    const isGood = 'status' in batch ? testOf(batch, { column: 'status', equals: 'ok' }) : () => true;
    const column: Column = batch[by]!;
    for (let row = 0; row < rowCountOf(batch); row++) {
      const value = sign * numberAt(column, row);
      if (!isGood(row)) badRows++;
      else if (!Number.isNaN(value)) top.offer(value, rowsRead + row);
    }
    rowsRead += rowCountOf(batch);
  }
  return { rows: top.rows(), lastValue: sign * top.worst, rowsRead, badRows };
}
