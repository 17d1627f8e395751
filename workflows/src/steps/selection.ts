import type { ColumnField, Columns, StepOutcome } from '@basin/core';
import { z } from 'zod';

const direction = z.enum(['minimise', 'maximise']).default('minimise');
const column = z.string().min(1);
const count = z.int().positive();

/** Options of `select: { top }`. */
export const top = z.strictObject({ by: column.default('energy'), direction, count });
/** Options of `select: { pareto }`. */
export const pareto = z.strictObject({
  objectives: z.array(z.strictObject({ column, direction })).min(2),
  count: count.optional(),
});
/** Options of `select: { diverse }`. */
export const diverse = z.strictObject({
  by: column.default('energy'),
  direction,
  count,
  maximumSimilarity: z.number().min(0).max(1).default(0.5),
  pool: count.default(10_000),
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
