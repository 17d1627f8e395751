import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Step } from './step.js';

export interface StepSpecification<O> extends DefinitionCommon<O> {
  /** How many steps it takes `from`. */
  readonly inputs: { readonly minimum: number; readonly maximum: number };
  /** Whether its `energy` must be given. */
  readonly energy: 'required' | 'optional' | 'none';
  /** Files of the workspace that it reads; their contents are part of what the step is a function of. */
  filesRead(options: O): readonly string[];
  /** Files of the workspace that it writes beside its tables; it runs again when one is gone or changed. */
  filesWritten(options: O): readonly string[];
  /** Of all these files, the tables whose format their ending tells: an ending that no format has is refused before any work. */
  tableFiles?(options: O): readonly string[];
  /** Of the files that it writes, those that may take the place of a file that Basin did not write. */
  mayReplace?(options: O): readonly string[];
  create(options: O): Step;
}

export type StepDefinition<O = unknown> = StepSpecification<O> & Brand<'step'>;

/** The token that modules bind steps to. */
export const StepDefinition = extensionPoint<StepDefinition>('step');

export function defineStep<O>(specification: StepSpecification<O>): StepDefinition<O> {
  return brand('step', specification);
}
