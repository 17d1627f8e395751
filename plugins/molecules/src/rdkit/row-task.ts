import type { BadRow } from '@basin/core';
import { type CanonicalForm, canonicalise } from './canonicalise.js';
import { computeDescriptors, descriptorCount } from './descriptors.js';
import { createDraw, type DrawingOptions } from './draw.js';
import type { Rdkit } from './rdkit-module.js';

/** What is done with every row. */
export type RowTask =
  | { readonly name: 'canonicalise'; readonly form: CanonicalForm }
  | { readonly name: 'descriptors' }
  | { readonly name: 'draw'; readonly options: DrawingOptions };

/** Some rows of a batch, for one worker. */
export interface RowsRequest {
  readonly task: RowTask;
  readonly smiles: readonly string[];
  /** One shared cell: the row that is being worked on, or `noRow`. */
  readonly progress: Int32Array;
}

/** What became of the rows of a request. */
export interface RowsReply {
  /** One text per row, undefined for bad rows; empty where the task gives numbers. */
  readonly texts: readonly (string | undefined)[];
  /** [rows, descriptors], NaN for bad rows; empty where the task gives texts. */
  readonly values: Float64Array;
  readonly bad: readonly BadRow[];
  /** Set instead of all else where the task itself cannot be done. */
  readonly refusal?: string;
}

/** In `progress`: no row has begun, all have ended, or RDKit is being loaded. */
export const noRow = -1;

/** Does one row and returns why it cannot be done, or undefined. */
export type RowWork = (smiles: string, row: number) => string | undefined;

/** Where a task leaves its results. */
export interface RowResults {
  readonly texts: (string | undefined)[];
  readonly values: Float64Array;
}

export function allocateResults(task: RowTask, rowCount: number): RowResults {
  if (task.name !== 'descriptors')
    return { texts: new Array<string | undefined>(rowCount).fill(undefined), values: new Float64Array(0) };
  return { texts: [], values: new Float64Array(rowCount * descriptorCount).fill(Number.NaN) };
}

/** Binds a task to an instance of RDKit. @returns The work for one row, or why the task cannot be done at all. */
export function prepareWork(rdkit: Rdkit, task: RowTask, results: RowResults): RowWork | string {
  switch (task.name) {
    case 'canonicalise':
      return (smiles, row) => canonicalise(rdkit, smiles, task.form, (text) => keep(results, row, text));
    case 'descriptors':
      return (smiles, row) => computeDescriptors(rdkit, smiles, results.values, row * descriptorCount);
    case 'draw':
      return prepareDraw(rdkit, task.options, results);
  }
}

function prepareDraw(rdkit: Rdkit, options: DrawingOptions, results: RowResults): RowWork | string {
  const draw = createDraw(rdkit, options);
  if (typeof draw === 'string') return draw;
  return (smiles, row) => draw(smiles, (svg) => keep(results, row, svg));
}

function keep(results: RowResults, row: number, text: string): void {
  results.texts[row] = text;
}
