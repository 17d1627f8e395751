import { type ColumnType, rowCountOf, type Table } from '@basin/core';
import { isNumeric, textAt } from './cell.js';
import type { Condition } from './condition.js';
import { stepFault } from './step-fault.js';

/** A condition and where the step's options state it. */
export interface PlacedCondition {
  readonly asked: Condition;
  readonly path: readonly (string | number)[];
}

const numericTests = ['above', 'below', 'atLeast', 'atMost'] as const;

/**
 * Refuses tests of order on columns that hold no numbers: no row could ever meet them. A text column without any value passes,
 * as its type says nothing.
 *
 * @remarks Reads a tested text column up to its first value that is no number.
 * @throws {ConfigurationError} Names the column, its type and, for text, the value.
 */
export async function refuseOrderOfNoNumbers(
  stepName: string,
  table: Table,
  conditions: readonly PlacedCondition[],
): Promise<void> {
  for (const { asked, path } of conditions) {
    const test = numericTests.find((name) => asked[name] !== undefined);
    const type = table.schema.fields.find(({ name }) => name === asked.column)?.type;
    if (test === undefined || type === undefined || isNumber(type)) continue;
    const reason = type === 'text' ? await reasonOfText(table, asked.column) : '';
    if (reason === undefined) continue;
    const message = `'${test}' compares numbers, and column '${asked.column}' is of type ${type}${reason}`;
    throw stepFault(stepName, path, message);
  }
}

/** Whether order means something: a yes or no is tested by `equals`. */
function isNumber(type: ColumnType): boolean {
  return isNumeric(type) && type !== 'bool';
}

/** Undefined where the column has no value at all. */
async function reasonOfText(table: Table, name: string): Promise<string | undefined> {
  let firstRow = 1;
  let hasValues = false;
  for await (const batch of table.batches()) {
    const column = batch[name];
    const rowCount = column === undefined ? 0 : rowCountOf(batch);
    for (let row = 0; row < rowCount; row++) {
      const text = textAt(column!, row);
      if (text === null) continue;
      hasValues = true;
      if (!isNumberText(text)) return `: row ${firstRow + row} has '${text.slice(0, 60)}'`;
    }
    firstRow += rowCountOf(batch);
  }
  return hasValues ? '' : undefined;
}

function isNumberText(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}
