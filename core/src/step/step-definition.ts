import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { RehearsalCheck, RehearsalContext } from './rehearsal.js';
import type { Step } from './step.js';
import type { ColumnUse, OutlineContext, TableOutline } from './table-outline.js';

export interface StepSpecification<O> extends DefinitionCommon<O> {
  /** How many steps it takes `from`. */
  readonly inputs: { readonly minimum: number; readonly maximum: number };
  /** Whether its `energy` must be given. */
  readonly energy: 'required' | 'optional' | 'none';
  /**
   * Whether it trains its energy: it is given one of its own, and its side table 'parameters' holds what it learned, a row a parameter
   * in the column 'value'. Expressions then use that energy by the step's name. No when absent.
   */
  readonly trains?: boolean;
  /** Files of the workspace that it reads; their contents are part of what the step is a function of. */
  filesRead(options: O): readonly string[];
  /** Files of the workspace that it writes beside its tables; it runs again when one is gone or changed. */
  filesWritten(options: O): readonly string[];
  /** Of all these files, the tables whose format their ending tells: an ending that no format has is refused before any work. */
  tableFiles?(options: O): readonly string[];
  /** Of the files that it writes, those that may take the place of a file that Basin did not write. */
  mayReplace?(options: O): readonly string[];
  /** 'none' where it makes no main table: no step can take from it then. */
  readonly table?: 'none';
  /** Steps that its options name: each must be one that it takes from. */
  inputsNamed?(options: O): readonly { readonly path: readonly (string | number)[]; readonly input: string }[];
  /** Columns that it needs of tables, so that one that is missing is a fault before any work. Nothing is checked when absent. */
  columnsRead?(options: O, context: OutlineContext): Awaitable<readonly ColumnUse[]>;
  /**
   * The main table that it will make, every column named as it will be; undefined where that is not known before it runs, as when
   * absent. Columns that the steps behind it name are held against this.
   */
  tableMade?(options: O, context: OutlineContext): Awaitable<TableOutline | undefined>;
  /**
   * What can be known to fail before any work: checks that create what the step would create, without its rows, and evaluate
   * nothing. Each is made, whatever the others find.
   */
  rehearse?(options: O, context: RehearsalContext): readonly RehearsalCheck[];
  create(options: O): Step;
}

export type StepDefinition<O = unknown> = StepSpecification<O> & Brand<'step'>;

/** The token that modules bind steps to. */
export const StepDefinition = extensionPoint<StepDefinition>('step');

export function defineStep<O>(specification: StepSpecification<O>): StepDefinition<O> {
  return brand('step', specification);
}
