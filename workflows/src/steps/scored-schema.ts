import type { ColumnField, EnergyExpression, OutlineContext, TableOutline, TermTree } from '@basin/core';
import { type KeptColumn, keptColumns } from './kept-columns.js';
import { type TermLayout, termFields, termLayout, termMetadata } from './term-columns.js';

/** Which columns an energy fills beside those that stay. */
export function scoredLayout(
  tree: TermTree,
  kept: readonly KeptColumn[],
  expression: EnergyExpression | undefined,
): TermLayout {
  const beside = kept.filter(({ fromScoring }) => !fromScoring).map(({ field }) => field.name);
  return termLayout(tree, expression?.label, beside);
}

/** A scored table: the columns that stay, then 'energy', the terms, 'status' and 'error'. */
export function scoredSchema<F extends { readonly name: string }>(
  kept: readonly KeptColumn<F>[],
  metadata: TableOutline['metadata'],
  layout: TermLayout,
  expression: EnergyExpression | undefined,
): TableOutline<F | ColumnField> {
  const fields = [...kept.map(({ field }) => field), ...termFields(layout)];
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { fields: [...byName.values()], metadata: { ...metadata, ...termMetadata(layout, expression) } };
}

/** The table that scoring will make of `input`; undefined where that, or the energy, is not known. */
export function scoredOutline(
  input: TableOutline | undefined,
  { terms, expression }: OutlineContext,
): TableOutline | undefined {
  if (input === undefined || terms === undefined) return undefined;
  const kept = keptColumns(input);
  return scoredSchema(kept, input.metadata, scoredLayout(terms, kept, expression), expression);
}
