import {
  defineStep,
  type Reference,
  rowCountOf,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
} from '@basin/core';
import { z } from 'zod';
import { type ColumnChoice, choiceUses, chosenColumns, chosenSchema, columnChoice } from './column-choice.js';
import { soleInput } from './step-fault.js';

interface WriteOptions {
  readonly file: string;
  readonly format?: Reference<'format'> | undefined;
  readonly columns?: ColumnChoice | undefined;
  readonly overwrite: boolean;
}

/** Hands a table to people and other programs. */
export const write = defineStep<WriteOptions>({
  name: 'write',
  summary: 'Writes a table to a file for people and other programs',
  details:
    "The format follows from the file's ending unless `format` names one. `columns` writes the named columns, in that order: a list of " +
    'names, or a mapping from new names to names in the table. The file appears, whole, when all rows are written. It takes the ' +
    'place of what Basin wrote there before; of a file that Basin did not write, only with `overwrite: true`.',
  options: (refer) =>
    z.strictObject({
      file: z
        .string()
        .min(1)
        .describe('file to write: beside the run record, or, with a folder, below that of the workflow'),
      format: refer.to('format').optional().describe('format of the file; by its ending when absent'),
      columns: columnChoice.optional().describe('columns to write: names, or new names with the names in the table'),
      overwrite: z.boolean().default(false).describe('whether to replace a file that Basin did not write'),
    }),
  example: { file: 'designs.csv', columns: ['smiles', 'energy'] },
  inputs: { minimum: 1, maximum: 1 },
  energy: 'none',
  filesRead: () => [],
  filesWritten: ({ file }) => [file],
  tableFiles: ({ file, format }) => (format === undefined ? [file] : []),
  mayReplace: ({ file, overwrite }) => (overwrite ? [file] : []),
  table: 'none',
  columnsRead: ({ columns }, { inputs: [table] }) => choiceUses(table, columns),
  create: (options): Step => ({ run: (context) => runWrite(context, options) }),
});

async function* runWrite(context: StepContext, options: WriteOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const { file, format, columns } = options;
  const { table } = soleInput(context);
  const writer = await context.files.create(file, chosenSchema(context.name, table.schema, columns), format);
  let rowsRead = 0;
  let finished = false;
  try {
    for await (const batch of table.batches()) {
      await writer.append(chosenColumns(batch, columns));
      rowsRead += rowCountOf(batch);
      yield { done: rowsRead, total: table.rowCount, unit: 'rows' };
    }
    const { bytes } = await writer.close();
    finished = true;
    return { badRows: 0, rowsRead, summary: { file, rows: rowsRead, bytes } };
  } finally {
    if (!finished) await writer.abort();
  }
}
