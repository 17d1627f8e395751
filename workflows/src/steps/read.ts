import {
  type Columns,
  defineStep,
  type FileTable,
  type Reference,
  rowCountOf,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
} from '@basin/core';
import { z } from 'zod';
import { badTableColumns, badTableSchema } from './bad-table.js';
import {
  type ColumnChoice,
  choiceUses,
  chosenColumns,
  chosenOutline,
  chosenSchema,
  columnChoice,
} from './column-choice.js';
import { piecesOf, sliceRows } from './column-rows.js';

interface ReadOptions {
  readonly file: string;
  readonly format?: Reference<'format'> | undefined;
  readonly columns?: ColumnChoice | undefined;
  readonly limit?: number | undefined;
}

const readBatchSize = 8192;

/** Brings a file into the workflow. */
export const read = defineStep<ReadOptions>({
  name: 'read',
  summary: 'Reads a table from a file',
  details:
    "The format follows from the file's ending unless `format` names one. `columns` keeps the named columns, in that order: a list of " +
    'names, or a mapping from new names to names in the file. `limit` stops after so many rows. The file is streamed: memory does not ' +
    "grow with it. Records that cannot be read are left out and listed, with their text, in the side table 'bad'.",
  options: (refer) =>
    z.strictObject({
      file: z.string().min(1).describe('file to read, below the folder of the workflow'),
      format: refer.to('format').optional().describe('format of the file; by its ending when absent'),
      columns: columnChoice.optional().describe('columns to keep: names, or new names with the names in the file'),
      limit: z.int().positive().optional().describe('rows to read at most'),
    }),
  example: { file: 'candidates.csv', limit: 1000 },
  inputs: { minimum: 0, maximum: 0 },
  energy: 'none',
  filesRead: ({ file }) => [file],
  tableFiles: ({ file, format }) => (format === undefined ? [file] : []),
  filesWritten: () => [],
  columnsRead: async ({ file, format, columns }, context) => choiceUses(await context.file(file, format), columns),
  tableMade: async ({ file, format, columns }, context) => chosenOutline(await context.file(file, format), columns),
  create: (options): Step => ({ run: (context) => runRead(context, options) }),
});

async function* runRead(context: StepContext, options: ReadOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const { file, format, columns, limit = Number.POSITIVE_INFINITY } = options;
  const table = await context.files.open(file, format);
  const main = await context.output('main', chosenSchema(context.name, table.schema, columns));
  let rows = 0;
  for await (const piece of piecesOf(table, readBatchSize)) {
    const kept = withinLimit(piece, limit - rows);
    await main.append(chosenColumns(kept, columns));
    rows += rowCountOf(kept);
    yield { done: rows, total: knownTotal(table, limit), unit: 'rows' };
    if (rows >= limit) break;
  }
  const badRows = await reportMalformed(context, table);
  return { badRows, rowsRead: rows + badRows, summary: { file } };
}

function withinLimit(columns: Columns, limit: number): Columns {
  return rowCountOf(columns) <= limit ? columns : sliceRows(columns, 0, limit);
}

function knownTotal({ rowCount }: FileTable, limit: number): number | undefined {
  if (rowCount !== undefined) return Math.min(rowCount, limit);
  return Number.isFinite(limit) ? limit : undefined;
}

async function reportMalformed(context: StepContext, table: FileTable): Promise<number> {
  const { count, records } = table.malformed();
  const bad = await context.output('bad', badTableSchema);
  if (records.length > 0) await bad.append(badTableColumns(records));
  return count;
}
