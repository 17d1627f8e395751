import { rowCountOf, type StepInput } from '@basin/core';
import { numberAt, textAt } from '../steps/cell.js';
import type { PartitionResult } from './draws-content.js';

/** Whether a step's table holds estimates of ln Z. */
export function holdsPartition({ table }: StepInput): boolean {
  return ['logPartition', 'standardError'].every((name) => table.schema.fields.some((field) => field.name === name));
}

/** The estimates of ln Z among the inputs, in their order. */
export async function partitionsOf(inputs: readonly StepInput[]): Promise<readonly PartitionResult[]> {
  const results: PartitionResult[] = [];
  for (const input of inputs.filter(holdsPartition)) {
    for await (const batch of input.table.batches()) {
      for (let row = 0; row < rowCountOf(batch); row++) {
        const at = (name: string): number => (batch[name] === undefined ? Number.NaN : numberAt(batch[name], row));
        const [low, high, evaluations] = [at('low'), at('high'), at('evaluations')];
        results.push({
          step: input.name,
          estimator: batch.method === undefined ? '' : (textAt(batch.method, row) ?? ''),
          beta: at('beta'),
          logPartition: at('logPartition'),
          standardError: at('standardError'),
          ...(Number.isNaN(low) ? {} : { low: { value: low, error: at('lowError') } }),
          ...(Number.isNaN(high) ? {} : { high: { value: high, error: at('highError') } }),
          ...(Number.isNaN(evaluations) ? {} : { evaluations }),
        });
      }
    }
  }
  return results;
}
