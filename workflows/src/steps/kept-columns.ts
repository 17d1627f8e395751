import type { TableOutline } from '@basin/core';
import { freeName } from './free-name.js';
import { ownColumns, termsKey, termsOf } from './term-columns.js';

/** A column of the input that stays in the scored table. */
export interface KeptColumn<F extends { readonly name: string } = { readonly name: string }> {
  /** Its name in the input. */
  readonly source: string;
  /** The field under which it stays. */
  readonly field: F;
  /** Whether an earlier scoring made it, so that a new column of its name takes its place. */
  readonly fromScoring: boolean;
}

/**
 * Which columns of a table stay when it is scored. Energies of an earlier scoring are dropped: they told of another composition.
 * A column that no scoring made is never replaced: one that is called 'energy', 'status' or 'error' gets a number behind its name.
 */
export function keptColumns<F extends { readonly name: string }>(schema: TableOutline<F>): readonly KeptColumn<F>[] {
  const terms = termsOf(schema);
  const dropped = new Set(terms.map(({ energy }) => energy));
  const scored = schema.metadata[termsKey] === undefined ? [] : [...ownColumns, ...terms.map(({ value }) => value)];
  const fields = schema.fields.filter(({ name }) => !dropped.has(name));
  const taken = new Set([...ownColumns, ...fields.map(({ name }) => name)]);
  return fields.map((field) => {
    const fromScoring = scored.includes(field.name);
    if (fromScoring || !ownColumns.includes(field.name)) return { source: field.name, field, fromScoring };
    return { source: field.name, field: { ...field, name: freeName(field.name, taken) }, fromScoring };
  });
}
