import type { EnergyExpression, Reference, StepDefinition } from '@basin/core';
import type { PlacedReference } from './sampler-traits.js';
import type { KeyPath } from './source-places.js';

/** One step of a validated workflow. */
export interface DocumentStep {
  readonly name: string;
  readonly definition: StepDefinition;
  /** Parsed by the step's schema, defaults filled in, secrets still as references. */
  readonly options: unknown;
  /** Steps that it takes its inputs from, in order. */
  readonly from: readonly string[];
  /** The energy that it names or holds; named energies not resolved. */
  readonly energyExpression: EnergyExpression | undefined;
  /** Steps that trained what its energies are made of, in the order of the file. */
  readonly trainedBy: readonly string[];
  /** Files of the workspace that it or one of its energies reads, relative to it. */
  readonly filesRead: readonly string[];
  /** Files of the workspace that it writes, relative to it. */
  readonly filesWritten: readonly string[];
  /** Its text in the workflow file. */
  readonly source: string;
}

/** How many rows of a step may be bad before a run counts as failed: a share of the rows read, or a number of rows. */
export type BadRowLimit = { readonly share: number } | { readonly count: number };

/** A workflow file, validated: every name in it is known, every option has the type that its extension wants. */
export interface WorkflowDocument {
  readonly title: string;
  readonly description: string;
  readonly plugins: readonly string[];
  readonly space: Reference<'space'> | undefined;
  readonly seed: number;
  readonly badRows: BadRowLimit;
  readonly energies: ReadonlyMap<string, EnergyExpression>;
  /** In an order in which each step comes after those that it takes from or that trained its energies; otherwise as in the file. */
  readonly steps: readonly DocumentStep[];
}

/** What could be read of a file: all of a document but what is at fault. */
export interface ReadWorkflow extends Pick<WorkflowDocument, 'space' | 'energies' | 'steps'> {
  /** Every expression, also those below ones at fault, and where it stands; each after those directly below it. */
  readonly expressions: ReadonlyMap<EnergyExpression, KeyPath>;
  /** Energies and properties that the options of steps at fault refer to, by where they stand. */
  readonly loose: readonly PlacedReference[];
  /** Columns that hold the states; undefined where the space does not tell. */
  readonly stateColumns: readonly string[] | undefined;
}
