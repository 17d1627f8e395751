import type { ColumnField, Columns, StepOutcome } from '@basin/core';
import { z } from 'zod';

const direction = z.enum(['minimise', 'maximise']).default('minimise').describe('which end of the column is good');
const column = z.string().min(1).describe('a column of numbers');
const by = z.string().min(1).default('energy').describe('column of numbers that says what is better');
const count = z.int().positive();

/** Options of `select: { top }`. */
export const top = z.strictObject({ by, direction, count: count.describe('rows to choose') });
/** Options of `select: { pareto }`. */
export const pareto = z.strictObject({
  objectives: z.array(z.strictObject({ column, direction })).min(2).describe('columns that are traded off'),
  count: count.optional().describe('rows to choose, from further fronts if need be; the first front when absent'),
});
/** Options of `select: { diverse }`. */
export const diverse = z.strictObject({
  by,
  direction,
  count: count.describe('rows to choose'),
  maximumSimilarity: z.number().min(0).max(1).default(0.5).describe('similarity to a better chosen row at most'),
  pool: count.default(10_000).describe('best rows that are looked at'),
});

export type TopOptions = z.infer<typeof top>;
export type ParetoOptions = z.infer<typeof pareto>;
export type DiverseOptions = z.infer<typeof diverse>;

/** Rows chosen from a table, in order, with the columns that the choice adds. */
export interface Selection {
  /** Undefined where no row is chosen. */
  readonly columns: Columns | undefined;
  readonly added: readonly ColumnField[];
  readonly rowsRead: number;
  /** Rows found bad by the choice itself; those that were bad before are in the summary. */
  readonly badRows: number;
  readonly summary: StepOutcome['summary'];
}
