import { type RunDescription, rowCountOf, type StepInput } from '@basin/core';
import { numberAt, textAt } from '../steps/cell.js';
import type { BadRowExample, BadRows } from './report-content.js';

const exampleLimit = 20;

/** How many rows each step of the run found bad, and some of them from the inputs at hand. */
export async function badRowsOf({ steps }: RunDescription, inputs: readonly StepInput[]): Promise<BadRows> {
  const examples: BadRowExample[] = [];
  for (const input of inputs) examples.push(...(await examplesOf(input, exampleLimit - examples.length)));
  const bySteps = steps
    .filter(({ outcome }) => outcome.badRows > 0)
    .map(({ name, outcome }) => ({ step: name, count: outcome.badRows, rowsRead: outcome.rowsRead }));
  return { bySteps, examples };
}

async function examplesOf({ name, side }: StepInput, limit: number): Promise<readonly BadRowExample[]> {
  const examples: BadRowExample[] = [];
  for await (const { row, status, message, text } of side.get('bad')?.batches() ?? []) {
    if (row === undefined || status === undefined || message === undefined || text === undefined) break;
    const count = Math.min(rowCountOf({ row }), limit - examples.length);
    for (let i = 0; i < count; i++) {
      const said = [status, message, text].map((column) => textAt(column, i) ?? '');
      examples.push({ step: name, row: numberAt(row, i), status: said[0]!, message: said[1]!, text: said[2]! });
    }
    if (examples.length >= limit) break;
  }
  return examples;
}
