import { ConfigurationError, type StepContext, type StepInput, type TableSchema } from '@basin/core';
import { missingColumn } from './missing-column.js';

/** The fault of one step's options, ready to throw. */
export function stepFault(stepName: string, path: readonly (string | number)[], message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['steps', stepName, ...path], message }]);
}

/** The single step that this one takes from. */
export function soleInput(context: StepContext): StepInput {
  const [input] = context.inputs;
  if (input === undefined) throw stepFault(context.name, ['from'], 'takes its rows from another step; name it');
  return input;
}

/** @throws {ConfigurationError} The table has no such column; see {@link missingColumn}. */
export function requireColumn(
  stepName: string,
  path: readonly (string | number)[],
  schema: TableSchema,
  column: string,
): void {
  const names = schema.fields.map(({ name }) => name);
  if (!names.includes(column)) throw stepFault(stepName, path, missingColumn(column, names));
}
