import type { EnergyExpression } from '@basin/core';
import type { ReadingContext } from './reading-context.js';
import type { KeyPath } from './source-places.js';
import type { ExpressionBody, UnlabelledTerm } from './term-labels.js';
import type { VariableChecks } from './variable-checks.js';

/** What expressions are read against. */
export interface ExpressionContext extends ReadingContext {
  /** The named energies as they stand in the file. */
  readonly energies: Readonly<Record<string, unknown>>;
  /** The steps as they stand in the file. */
  readonly rawSteps: Readonly<Record<string, unknown>>;
  /** `kind` of the workflow's space; undefined where none is known, and then kinds are not compared. */
  readonly spaceKind: string | undefined;
  /** What kernels find in the states; undefined where the space does not say. */
  readonly spaceVariables: 'coordinates' | 'sites' | 'none' | undefined;
  /** Columns that hold the states: a term of such a name would hide them. */
  readonly stateColumns: readonly string[];
  /** Every expression that was read, also those below ones at fault, and where it stands. */
  readonly expressions: Map<EnergyExpression, KeyPath>;
  /** Where a property may stand without an objective: what a step trains. Absent elsewhere. */
  readonly trainedProperty?: KeyPath;
  /** Notes names of coordinates and sites, to be held against the space. */
  readonly variables: VariableChecks;
}

/** What readers of one form need beside: how expressions below theirs are read. */
export interface FormContext extends ExpressionContext {
  readTerm(raw: unknown, path: KeyPath): UnlabelledTerm | undefined;
  readExpression(raw: unknown, path: KeyPath): EnergyExpression | undefined;
}

/** A map of an expression as it stands in the file. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads what belongs to one form, reports every fault in it, and gives nothing where there was one that leaves nothing to read. */
export type FormReader = (raw: Fields, path: KeyPath, context: FormContext) => ExpressionBody | undefined;
