import type { EnergyExpression, MixtureNormalisation } from '@basin/core';
import { describeValue, nearestHint, quotedList } from './describe-value.js';
import type { Fields, FormContext, FormReader } from './expression-context.js';
import { forms } from './expression-forms.js';
import { isMap } from './reading-context.js';
import type { KeyPath } from './source-places.js';
import { labelledTerms, type UnlabelledTerm } from './term-labels.js';

/** `all: …`, a list of energies or a map from names to energies. */
export const readAll: FormReader = (raw, path, context) => {
  const terms = readTerms('all', raw, path, context);
  return terms === undefined ? undefined : { form: 'all', terms };
};

/** `any: …`, as `all`, with `normalise`. */
export const readAny: FormReader = (raw, path, context) => {
  const terms = readTerms('any', raw, path, context);
  const isGiven = Object.hasOwn(raw, 'normalise');
  const normalise = isGiven ? readNormalise(raw.normalise, terms, [...path, 'normalise'], context) : undefined;
  if (terms === undefined) return undefined;
  return normalise === undefined ? { form: 'any', terms } : { form: 'any', terms, normalise };
};

function readNormalise(
  raw: unknown,
  terms: readonly EnergyExpression[] | undefined,
  path: KeyPath,
  { faults }: FormContext,
): MixtureNormalisation | undefined {
  if (raw === 'known' || raw === 'estimate') return raw;
  if (!isMap(raw)) {
    const hint = typeof raw === 'string' ? nearestHint(raw, ['known', 'estimate']) : '';
    const expected = `expected 'known', 'estimate', or a map from every term to the ln of its partition function`;
    faults.atValue(path, `normalise: ${expected}, got ${describeValue(raw)}${hint}`);
    return undefined;
  }
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    faults.atValue([...path, name], `${name}: expected a finite number, ln Z, got ${describeValue(value)}`);
  }
  if (terms === undefined) return undefined;
  const labels = terms.map(({ label }) => label);
  for (const name of Object.keys(raw).filter((key) => !labels.includes(key))) {
    faults.atKey(
      [...path, name],
      `no term is named '${name}'${nearestHint(name, labels) || ';'} there are ${quotedList(labels)}`,
    );
  }
  const missing = labels.filter((label) => !Object.hasOwn(raw, label));
  if (missing.length > 0) faults.atKey(path, `normalise: ln Z is missing for ${quotedList(missing)}`);
  return labels.map((label) => Number(raw[label]));
}

function readTerms(
  form: 'all' | 'any',
  raw: Fields,
  path: KeyPath,
  context: FormContext,
): readonly EnergyExpression[] | undefined {
  const at = [...path, form];
  const entries = termEntries(form, raw[form], at, context);
  const read = entries.map(({ value, key, label }): UnlabelledTerm | undefined => {
    const term = context.readTerm(value, [...at, key]);
    if (term === undefined || label === undefined) return term;
    if (term.label !== undefined) {
      context.faults.atKey([...at, key, 'name'], `the term is named '${label}' by its key already; leave 'name' out`);
    }
    return { ...term, label };
  });
  const terms = read.filter((term) => term !== undefined);
  const labelled = labelledTerms(terms, (repeated, label) => {
    context.faults.atKey([...repeated, 'name'], `two terms of this '${form}' are named '${label}'`);
  });
  for (const [index, expression] of labelled.entries()) context.expressions.set(expression, terms[index]!.path);
  return terms.length === 0 || terms.length < read.length ? undefined : labelled;
}

interface TermEntry {
  readonly key: string | number;
  readonly value: unknown;
  readonly label: string | undefined;
}

function termEntries(form: string, raw: unknown, at: KeyPath, { faults }: FormContext): readonly TermEntry[] {
  const isList = Array.isArray(raw);
  if (!isList && !isMap(raw)) {
    faults.atValue(
      at,
      `${form}: expected a list of energies, or a map from names to energies, got ${describeValue(raw)}`,
    );
    return [];
  }
  const misplaced = isList ? undefined : [...forms, 'objective'].find((key) => Object.hasOwn(raw, key));
  if (misplaced !== undefined) {
    faults.atKey([...at, misplaced], `'${form}' holds a list of energies: write '- ${misplaced}:'`);
    return [];
  }
  const entries = isList
    ? raw.map((value, key): TermEntry => ({ key, value, label: undefined }))
    : Object.entries(raw).map(([key, value]): TermEntry => ({ key, value, label: key }));
  if (entries.length === 0) faults.atKey(at, `'${form}' has no energies`);
  return entries;
}
