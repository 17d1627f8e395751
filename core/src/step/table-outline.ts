import type { TermTree } from '../energy/energy.js';
import type { EnergyExpression } from '../energy/expression.js';
import type { Reference } from '../extension/definition.js';
import type { SamplerTraits } from '../sampler/sampler-definition.js';

/**
 * What is known of a table before any work: the names of its columns, in order, and its metadata. Every `TableSchema` is an
 * outline that knows more.
 */
export interface TableOutline<F extends { readonly name: string } = { readonly name: string }> {
  readonly fields: readonly F[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A column that a step needs of a table. */
export interface ColumnUse {
  /** Where the step's options name the column, or what asks for it. */
  readonly path: readonly (string | number)[];
  readonly column: string;
  /** The table that must have it; undefined where it is not known, and then nothing is said. */
  readonly table: TableOutline | undefined;
  /** What the column is for, where the options do not name it: 'which holds the states'. */
  readonly purpose?: string;
}

/** What is known around a step before any work. Undefined stands for what is not known. */
export interface OutlineContext {
  /** Main tables of the steps that it takes from, in order. */
  readonly inputs: readonly (TableOutline | undefined)[];
  /** Columns that hold the states of the workflow's space. */
  readonly stateColumns: readonly string[] | undefined;
  /** Terms of the step's energy, of no states; undefined also where it names none. */
  readonly terms: TermTree | undefined;
  /** The expression behind `terms`, named energies resolved. */
  readonly expression: EnergyExpression | undefined;
  samplerTraits(reference: Reference<'sampler'>): SamplerTraits;
  /** The table in a file that the step reads. Unknown where the file cannot be read: who reads it says why. */
  file(path: string, format?: Reference<'format'>): Promise<TableOutline | undefined>;
}
