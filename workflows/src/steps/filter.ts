import {
  type Columns,
  type ColumnUse,
  defineStep,
  rowCountOf,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type TableOutline,
} from '@basin/core';
import { z } from 'zod';
import { takeRows } from './column-rows.js';
import { type Condition, condition, conditionText, type RowTest, testOf } from './condition.js';
import { type PlacedCondition, refuseOrderOfNoNumbers } from './numeric-tests.js';
import { requireColumn, soleInput } from './step-fault.js';

interface FilterOptions {
  readonly where: readonly Condition[];
  readonly maximumEnergy?: number | undefined;
}

/** Keeps the rows that meet conditions. */
export const filter = defineStep<FilterOptions>({
  name: 'filter',
  summary: 'Keeps the rows that meet every condition',
  details:
    'Each condition names a column and one or more tests: above (>), below (<), atLeast (≥), atMost (≤), equals, oneOf, isMissing. A row ' +
    'stays if all conditions hold; maximumEnergy is short for energy atMost. A missing value meets no test but isMissing. Rows whose ' +
    "'status' is not 'ok' are bad: they are dropped and counted. The summary counts, for each condition, the rows that it was the first " +
    'to drop.',
  options: z
    .strictObject({
      where: z.array(condition).default([]).describe('conditions, all of which must hold'),
      maximumEnergy: z.number().optional().describe('highest energy that stays'),
    })
    .refine(({ where, maximumEnergy }) => where.length > 0 || maximumEnergy !== undefined, {
      error: "needs a condition: 'where' or 'maximumEnergy'",
    }),
  example: { where: [{ column: 'logP', above: 1, below: 4 }], maximumEnergy: 2 },
  inputs: { minimum: 1, maximum: 1 },
  energy: 'none',
  filesRead: () => [],
  filesWritten: () => [],
  columnsRead: (options, { inputs: [table] }) => testedColumns(options, table),
  tableMade: (_options, { inputs: [table] }) => table,
  create: (options): Step => ({ run: (context) => runFilter(context, options) }),
});

async function* runFilter(context: StepContext, options: FilterOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const { table } = soleInput(context);
  for (const { path, column } of testedColumns(options, table.schema)) {
    requireColumn(context.name, path, table.schema, column);
  }
  const placed = allConditions(options);
  await refuseOrderOfNoNumbers(context.name, table, placed);
  const conditions = placed.map(({ asked }) => asked);
  const main = await context.output('main', table.schema);
  const dropped = new Array<number>(conditions.length).fill(0);
  let rowsRead = 0;
  let kept = 0;
  let badRows = 0;
  for await (const batch of table.batches()) {
    const verdict = judge(batch, conditions, dropped);
    if (verdict.rows.length > 0) await main.append(takeRows(batch, verdict.rows));
    rowsRead += rowCountOf(batch);
    kept += verdict.rows.length;
    badRows += verdict.bad;
    yield { done: rowsRead, total: table.rowCount, unit: 'rows', detail: `${kept} kept` };
  }
  return {
    badRows: 0,
    rowsRead,
    summary: { kept, ...droppedSummary(conditions, dropped), 'dropped as bad:': badRows },
  };
}

/** All conditions, `maximumEnergy` among them. */
function allConditions({ where, maximumEnergy }: FilterOptions): readonly PlacedCondition[] {
  const placed = where.map((asked, i): PlacedCondition => ({ asked, path: ['where', i] }));
  if (maximumEnergy === undefined) return placed;
  return [...placed, { asked: { column: 'energy', atMost: maximumEnergy }, path: ['maximumEnergy'] }];
}

/** The columns that the conditions test, each where the options name it. */
function testedColumns(options: FilterOptions, table: TableOutline | undefined): readonly ColumnUse[] {
  return allConditions(options).map(({ asked: { column }, path }) => {
    return { path: path[0] === 'where' ? [...path, 'column'] : path, column, table };
  });
}

/** Rows that meet all conditions; adds the others to `dropped` at the first condition they fail. */
function judge(batch: Columns, conditions: readonly Condition[], dropped: number[]): { rows: number[]; bad: number } {
  const isGood = testOf(batch, { column: 'status', equals: 'ok' });
  const tests: readonly RowTest[] = conditions.map((condition) => testOf(batch, condition));
  const rows: number[] = [];
  let bad = 0;
  for (let row = 0; row < rowCountOf(batch); row++) {
    if ('status' in batch && !isGood(row)) {
      bad++;
      continue;
    }
    const failed = tests.findIndex((test) => !test(row));
    if (failed < 0) rows.push(row);
    else dropped[failed]!++;
  }
  return { rows, bad };
}

function droppedSummary(conditions: readonly Condition[], dropped: readonly number[]): Record<string, number> {
  return Object.fromEntries(conditions.map((condition, i) => [`dropped by ${conditionText(condition)}:`, dropped[i]!]));
}
