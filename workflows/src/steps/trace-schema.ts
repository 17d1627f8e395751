import type { Columns, TableSchema } from '@basin/core';
import { columnsSchema } from './encoded-schema.js';

const stepNameKey = 'basin.stepName';

/** The schema of a sampler's trace, which keeps what a step of it is: 'generation'. */
export function traceSchema(trace: Columns, stepName: string | undefined): TableSchema {
  const { fields } = columnsSchema(trace);
  return { fields, metadata: stepName === undefined ? {} : { [stepNameKey]: stepName } };
}

/** What a step of a trace is: 'step' where it does not say. */
export function stepNameOf({ metadata }: TableSchema): string {
  return metadata[stepNameKey] ?? 'step';
}
