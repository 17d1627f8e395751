import type { Columns, TableSchema } from '@basin/core';

/** A row that could not be used, as the side table 'bad' tells of it. */
export interface RejectedRow {
  /** Row of the step's input, or record of the file, from 1. */
  readonly row: number;
  readonly status: string;
  readonly message: string;
  /** The text of the row, as far as it helps to find it. */
  readonly text: string;
}

/** At most this many bad rows are kept with their text; all are counted. */
export const rejectedRowLimit = 10_000;

/** Schema of the side table 'bad'. */
export const badTableSchema: TableSchema = {
  fields: [
    { name: 'row', type: 'float64', description: 'Row of the input, from 1' },
    { name: 'status', type: 'text', description: 'Why the row cannot be used, in a word' },
    { name: 'message', type: 'text', description: 'Why the row cannot be used, in a sentence' },
    { name: 'text', type: 'text', description: 'The row itself' },
  ],
  metadata: {},
};

/** The rows as columns of {@link badTableSchema}. */
export function badTableColumns(rows: readonly RejectedRow[]): Columns {
  return {
    row: { type: 'float64', values: Float64Array.from(rows, ({ row }) => row) },
    status: { type: 'text', values: rows.map(({ status }) => status) },
    message: { type: 'text', values: rows.map(({ message }) => message) },
    text: { type: 'text', values: rows.map(({ text }) => text) },
  };
}
