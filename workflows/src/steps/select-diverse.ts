import { type ColumnField, type Columns, isComparable, type StepContext } from '@basin/core';
import { takeRows } from './column-rows.js';
import { diverseRows } from './diverse-rows.js';
import { gatherRows } from './gather-rows.js';
import { bestRows } from './select-top.js';
import type { DiverseOptions, Selection } from './selection.js';
import { requireColumn, soleInput, stepFault } from './step-fault.js';

/** The best rows that differ from each other, best first. @throws {ConfigurationError} The space knows no similarity. */
export async function selectDiverse(context: StepContext, options: DiverseOptions): Promise<Selection> {
  const { by, direction, count, maximumSimilarity, pool } = options;
  const { table } = soleInput(context);
  requireColumn(context.name, ['diverse', 'by'], table.schema, by);
  const space = await context.space();
  if (!isComparable(space)) {
    throw stepFault(
      context.name,
      ['diverse'],
      `states of kind '${space.kind}' have no similarity; choose by 'top' or 'pareto'`,
    );
  }
  const { rows, rowsRead, badRows } = await bestRows(table, by, direction, pool);
  const best = await gatherRows(table, rows);
  const added = [nearestField(space.similarityName)];
  if (best === undefined)
    return { columns: undefined, added, rowsRead, badRows: 0, summary: { chosen: 0, bad: badRows } };
  const decoded = await space.decode(best);
  const chosen = await diverseRows(space, decoded.batch, count, maximumSimilarity);
  const columns = {
    ...takeRows(
      best,
      chosen.rows.map((row) => decoded.rows[row]!),
    ),
    ...nearestColumn(chosen.nearest),
  };
  return {
    columns,
    added,
    rowsRead,
    badRows: decoded.bad.length,
    summary: { chosen: chosen.rows.length, pool: decoded.rows.length, similarity: space.similarityName, bad: badRows },
  };
}

/** The column that the choice adds. */
export const nearestName = 'nearest';

function nearestField(similarityName: string): ColumnField {
  return {
    name: nearestName,
    type: 'float64',
    unit: '1',
    description: `Highest ${similarityName} to a design chosen before`,
  };
}

function nearestColumn(nearest: Float64Array): Columns {
  const valid = Uint8Array.from(nearest, (value) => (Number.isNaN(value) ? 0 : 1));
  return { [nearestName]: { type: 'float64', values: nearest, valid } };
}
