import {
  defineStep,
  rowCountOf,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type TableWriter,
} from '@basin/core';
import { z } from 'zod';
import { badTableColumns, badTableSchema } from './bad-table.js';
import { piecesOf } from './column-rows.js';
import { bestEnergyText, figureOf } from './figure.js';
import { rowScorer, scoreBatchSize } from './score-rows.js';
import { scoredOutline } from './scored-schema.js';
import { stateColumnUses } from './state-columns.js';
import { soleInput } from './step-fault.js';

/** Energy and reasons of every row of a table. */
export const score = defineStep({
  name: 'score',
  summary: 'Gives every row its energy and the value and cost of every term',
  details:
    "Decodes the rows into states of the workflow's space and evaluates the step's energy. The table keeps its columns (those of " +
    'an earlier scoring are replaced, or dropped; where a new column has the name of another, one of them gets a number behind it) and gains: energy; for a property its value, named like the term; for every term ' +
    "its energy, named '<term>.energy'. The energies of the terms of an `all`, weights included, add up to the energy. A row that " +
    "cannot be decoded, makes an energy throw, or has an energy that is not a number stays in the table without energies: 'status' " +
    "says why in a word ('ok' otherwise) and 'error' in a sentence. Rows are read, scored and written in batches: memory does not " +
    "grow with the table. The side table 'bad' lists the rows without energy.",
  options: z.strictObject({}),
  example: {},
  inputs: { minimum: 1, maximum: 1 },
  energy: 'required',
  filesRead: () => [],
  filesWritten: () => [],
  columnsRead: (_options, context) => stateColumnUses(context),
  tableMade: (_options, context) => scoredOutline(context.inputs[0], context),
  create: (): Step => ({ run: runScore }),
});

async function* runScore(context: StepContext): AsyncGenerator<StepProgress, StepOutcome> {
  const { table } = soleInput(context);
  const scorer = await rowScorer(context, table.schema);
  const bad = await context.output('bad', badTableSchema);
  let main: TableWriter | undefined;
  let rowsRead = 0;
  let badRows = 0;
  let bestEnergy = Number.POSITIVE_INFINITY;
  for await (const piece of piecesOf(table, scoreBatchSize)) {
    const { columns, rejected, bestEnergy: best } = await scorer.score(piece);
    main ??= await context.output('main', scorer.schema);
    await main.append(columns);
    if (rejected.length > 0) await bad.append(badTableColumns(rejected));
    rowsRead += rowCountOf(piece);
    badRows += rejected.length;
    bestEnergy = Math.min(bestEnergy, best);
    yield { done: rowsRead, total: table.rowCount, unit: 'rows', detail: bestEnergyText(bestEnergy) };
  }
  return { badRows, rowsRead, summary: { 'best energy': figureOf(bestEnergy) } };
}
