import { type Column, rowCountOf, type Table } from '@basin/core';
import { numberAt } from '../steps/cell.js';
import { testOf } from '../steps/condition.js';

/** Some columns of a table as numbers, NaN where missing, without the rows that are bad. */
export interface NumericColumns {
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/**
 * Reads columns as numbers in one pass. A name that the table lacks gives no column.
 *
 * @param limit - Rows after which reading stops.
 * @remarks Eight bytes a number.
 */
export async function numericColumns(
  table: Table,
  names: readonly string[],
  limit = Infinity,
): Promise<NumericColumns> {
  const known = new Set(table.schema.fields.map(({ name }) => name));
  const columns = new Map(names.filter((name) => known.has(name)).map((name) => [name, [] as number[]]));
  let rowCount = 0;
  for await (const batch of table.batches()) {
    const isGood = 'status' in batch ? testOf(batch, { column: 'status', equals: 'ok' }) : () => true;
    for (let row = 0; row < rowCountOf(batch) && rowCount < limit; row++) {
      if (!isGood(row)) continue;
      rowCount++;
      for (const [name, values] of columns) values.push(numberAt(batch[name] as Column, row));
    }
    if (rowCount >= limit) break;
  }
  return { rowCount, columns: new Map([...columns].map(([name, values]) => [name, Float64Array.from(values)])) };
}
