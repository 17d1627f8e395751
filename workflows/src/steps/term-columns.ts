import type { Column, ColumnField, Columns, EnergyExpression, TableSchema, TermTree } from '@basin/core';
import type { EvaluatedRows } from './evaluate-rows.js';
import { freeName } from './free-name.js';

/** One term of an energy as a table shows it. */
export interface TermColumn {
  /** Names from below the root to the term, joined by a dot: 'drug-like.logP'. */
  readonly path: string;
  readonly join: TermTree['join'];
  /**
   * A 'part' adds to the total: its energy column holds weight × energy, and all parts of a row sum to its energy.
   * An 'inner' term stands below an `any` or a `not`: its column holds its own energy, which is not a share of the total.
   */
  readonly role: 'part' | 'inner';
  /** Column of the property's value, where the term is a property with an objective, and its unit. */
  readonly value?: string;
  readonly unit?: string;
  /** Column of the energy; absent for the root itself, whose energy is the column 'energy'. */
  readonly energy?: string;
}

/** Where a term of the layout stands in a tree of the same energy. */
interface TermPlace extends TermColumn {
  /** Child numbers from the root. */
  readonly indices: readonly number[];
  /** Product of the weights on the way for parts; 1 for inner terms. */
  readonly factor: number;
}

/** Which columns an energy fills: the same for every batch of one energy. */
export interface TermLayout {
  readonly terms: readonly TermPlace[];
}

/** Keys of a table's metadata under which its composition and its terms are kept as JSON. */
export const expressionKey = 'basin.expression';
export const termsKey = 'basin.terms';

/** Columns that every scored table has. */
export const ownColumns: readonly string[] = ['energy', 'status', 'error'];

/**
 * Lays out the columns of an energy from one of its term trees.
 *
 * @param label - The energy's name in the workflow file: names the value column where the whole energy is one property.
 * @param kept - Columns that stay beside them: a term of such a name gets a number behind it.
 */
export function termLayout(tree: TermTree, label = tree.name, kept: readonly string[] = []): TermLayout {
  const taken = new Set([...ownColumns, ...kept]);
  const unique = (name: string): string => freeName(name, taken);
  const place = (term: TermTree, path: string, at: Omit<TermPlace, 'path' | 'join'>): TermPlace => ({
    ...at,
    path,
    join: term.join,
    ...(term.value === undefined ? {} : { value: unique(path), unit: term.unit ?? '1' }),
    ...(at.indices.length === 0 ? {} : { energy: unique(`${path}.energy`) }),
  });

  function inner(term: TermTree, path: string, indices: readonly number[]): TermPlace[] {
    if (term.join === 'leaf') return [place(term, path, { role: 'inner', indices, factor: 1 })];
    return term.terms.flatMap((child, i) => inner(child, `${path}.${child.name}`, [...indices, i]));
  }

  function parts(term: TermTree, path: string, indices: readonly number[], factor: number): TermPlace[] {
    const named = (child: TermTree): string => (path === '' ? child.name : `${path}.${child.name}`);
    if (term.join === 'all' || term.join === 'given' || term.join === 'tempered') {
      return term.terms.flatMap((child, i) => parts(child, named(child), [...indices, i], factor * child.weight));
    }
    const own = place(term, path === '' ? label : path, { role: 'part', indices, factor });
    return [own, ...term.terms.flatMap((child, i) => inner(child, named(child), [...indices, i]))];
  }

  return { terms: parts(tree, '', [], 1) };
}

/** Fields of the columns 'energy', those of the terms, 'status' and 'error', in that order. */
export function termFields({ terms }: TermLayout): readonly ColumnField[] {
  return [
    { name: 'energy', type: 'float64', unit: '1', description: 'Energy of the composition; lower is better' },
    ...terms.flatMap(fieldsOfTerm),
    { name: 'status', type: 'text', description: "'ok', or why the row has no energy, in a word" },
    { name: 'error', type: 'text', description: 'Why the row has no energy, in a sentence' },
  ];
}

function fieldsOfTerm({ path, role, value, unit, energy }: TermPlace): ColumnField[] {
  const meaning = role === 'part' ? 'share of the total, weight included' : 'not a share of the total';
  return [
    ...(value === undefined
      ? []
      : [{ name: value, type: 'float64', unit: unit ?? '1', description: `Value of ${path}` } as const]),
    ...(energy === undefined
      ? []
      : [{ name: energy, type: 'float64', unit: '1', description: `Energy of ${path}, ${meaning}` } as const]),
  ];
}

/** What a table keeps of its energy, so that later steps and reports can tell of it. */
export function termMetadata(layout: TermLayout, expression: EnergyExpression | undefined): Record<string, string> {
  const terms = layout.terms.map(({ indices: _, factor: __, ...term }): TermColumn => term);
  return {
    [termsKey]: JSON.stringify(terms),
    ...(expression === undefined ? {} : { [expressionKey]: JSON.stringify(expression) }),
  };
}

/** The terms that a scored table keeps; none where it was not scored. */
export function termsOf({ metadata }: Pick<TableSchema, 'metadata'>): readonly TermColumn[] {
  const text = metadata[termsKey];
  return text === undefined ? [] : (JSON.parse(text) as TermColumn[]);
}

/** The composition that a scored table keeps. */
export function expressionOf({ metadata }: TableSchema): EnergyExpression | undefined {
  const text = metadata[expressionKey];
  return text === undefined ? undefined : (JSON.parse(text) as EnergyExpression);
}

/**
 * Energies and terms of a batch as columns, one row per row of the input.
 *
 * @param rows - Input row of each row of the evaluated batch; rows it does not name, and failed ones, are left missing.
 */
export function termColumns(layout: TermLayout, { parts }: EvaluatedRows, rows: Int32Array, rowCount: number): Columns {
  const columns: Record<string, Column> = {};
  const add = (name: string, factor: number, of: (tree: TermTree) => Float64Array | undefined): void => {
    const values = new Float64Array(rowCount).fill(Number.NaN);
    for (const part of parts) {
      const source = of(part.tree);
      if (source === undefined) continue;
      for (let i = 0; i < part.rows.length; i++) values[rows[part.rows[i]!]!] = factor * source[i]!;
    }
    columns[name] = {
      type: 'float64',
      values,
      valid: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
    };
  };
  add('energy', 1, (tree) => tree.energy);
  for (const { value, energy, factor, indices } of layout.terms) {
    if (value !== undefined) add(value, 1, (tree) => termAt(tree, indices)?.value);
    if (energy !== undefined) add(energy, factor, (tree) => termAt(tree, indices)?.energy);
  }
  return columns;
}

function termAt(tree: TermTree, indices: readonly number[]): TermTree | undefined {
  let term: TermTree | undefined = tree;
  for (const index of indices) term = term?.terms[index];
  return term;
}
