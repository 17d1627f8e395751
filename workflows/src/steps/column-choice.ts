import type { Columns, ColumnUse, TableOutline, TableSchema } from '@basin/core';
import { z } from 'zod';
import { requireColumn } from './step-fault.js';

/** Columns to keep: their names, or new names with the names they have now. */
export type ColumnChoice = readonly string[] | Readonly<Record<string, string>>;

/** Schema of a choice of columns in a step's options. */
export const columnChoice: z.ZodType<ColumnChoice> = z.union(
  [z.array(z.string().min(1)).min(1), z.record(z.string().min(1), z.string().min(1))],
  { error: 'expected a list of column names, or a mapping from new names to names in the table' },
);

/** The chosen fields under their new names; all of them where there is no choice. @throws {ConfigurationError} A column is not there. */
export function chosenSchema(stepName: string, schema: TableSchema, choice: ColumnChoice | undefined): TableSchema {
  if (choice === undefined) return schema;
  for (const { path, column } of choiceUses(schema, choice)) requireColumn(stepName, path, schema, column);
  const fields = pairsOf(choice).map(([name, source]) => {
    return { ...schema.fields.find((field) => field.name === source)!, name };
  });
  return { fields, metadata: schema.metadata };
}

/** The columns that a choice, which stands under `columns`, names of a table. */
export function choiceUses(table: TableOutline | undefined, choice: ColumnChoice | undefined): readonly ColumnUse[] {
  if (choice === undefined) return [];
  return pairsOf(choice).map(([name, column], i) => ({
    path: ['columns', Array.isArray(choice) ? i : name],
    column,
    table,
  }));
}

/** The chosen columns of a table that is not there yet, under their new names. */
export function chosenOutline(
  table: TableOutline | undefined,
  choice: ColumnChoice | undefined,
): TableOutline | undefined {
  if (table === undefined || choice === undefined) return table;
  return { fields: pairsOf(choice).map(([name]) => ({ name })), metadata: table.metadata };
}

/** The chosen columns under their new names. */
export function chosenColumns(columns: Columns, choice: ColumnChoice | undefined): Columns {
  if (choice === undefined) return columns;
  return Object.fromEntries(pairsOf(choice).map(([name, source]) => [name, columns[source]!]));
}

function pairsOf(choice: ColumnChoice): readonly (readonly [string, string])[] {
  return Array.isArray(choice) ? choice.map((name: string) => [name, name] as const) : Object.entries(choice);
}
