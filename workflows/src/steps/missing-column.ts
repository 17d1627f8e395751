import { nearestNames } from '@basin/core';

/** More names than this help nobody to find one. */
const shownNames = 16;

/** That a table lacks a column, with the nearest names and those that it has. */
export function missingColumn(column: string, names: readonly string[], purpose?: string): string {
  const near = nearestNames(column, names).map((name) => `'${name}'`);
  const meant = near.length === 0 ? '' : ` did you mean ${near.join(' or ')}?`;
  return `no column is named '${column}'${purpose === undefined ? '' : `, ${purpose}`};${meant} ${listOf(names)}`;
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return 'the table has no columns';
  const shown = names.slice(0, shownNames).map((name) => `'${name}'`);
  return `there are ${shown.join(', ')}${names.length > shownNames ? ' …' : ''}`;
}
