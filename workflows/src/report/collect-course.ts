import type { Table } from '@basin/core';
import { stepNameOf } from '../steps/trace-schema.js';
import type { Course, CourseRate } from './course-content.js';
import { numericColumns } from './numeric-columns.js';

/** Columns of a trace that hold shares, and how they are told. */
const rateColumns = [
  { column: 'acceptanceRate', caption: 'Proposals accepted', meaning: 'share of proposals accepted' },
  { column: 'swapRate', caption: 'Swaps of temperatures', meaning: 'share of swaps accepted' },
  { column: 'place', caption: 'Way to the target', meaning: 'share of the way from the known distribution' },
  { column: 'uniqueRate', caption: 'New designs', meaning: 'share of children not seen before' },
] as const;

/** How a sampler went, from its trace; undefined where the trace has no steps or no energies. */
export async function courseOf(trace: Table): Promise<Course | undefined> {
  const { columns } = await numericColumns(trace, ['step', 'best', 'mean', ...rateColumns.map(({ column }) => column)]);
  const steps = columns.get('step');
  const best = columns.get('best');
  const mean = columns.get('mean');
  if (steps === undefined || best === undefined) return undefined;
  const rates = rateColumns.flatMap(({ column, caption, meaning }): CourseRate[] => {
    const values = columns.get(column);
    return values?.some(Number.isFinite) ? [{ caption, meaning, values }] : [];
  });
  return { stepName: stepNameOf(trace.schema), steps, best, ...(mean === undefined ? {} : { mean }), rates };
}
