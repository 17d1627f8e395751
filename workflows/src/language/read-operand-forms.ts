import type { VariableValue } from '@basin/core';
import { describeValue } from './describe-value.js';
import type { Fields, FormContext, FormReader } from './expression-context.js';
import { readPositive } from './expression-forms.js';
import { isMap } from './reading-context.js';
import type { KeyPath } from './source-places.js';

/** `not: …` with a `strength`. */
export const readNot: FormReader = (raw, path, context) => {
  const strength = readPositive(raw, 'strength', path, context) ?? 1;
  const term = context.readExpression(raw.not, [...path, 'not']);
  return term === undefined ? undefined : { form: 'not', term, strength };
};

/** `temper: …` with `beta`. */
export const readTemper: FormReader = (raw, path, context) => {
  const beta = readPositive(raw, 'beta', path, context);
  if (!Object.hasOwn(raw, 'beta')) {
    context.faults.atKey(
      [...path, 'temper'],
      `'beta' is missing: what the energy is multiplied with, below 1 to flatten it`,
    );
  }
  const term = context.readExpression(raw.temper, [...path, 'temper']);
  return term === undefined || beta === undefined ? undefined : { form: 'temper', term, beta };
};

/** `given: …` with `at`. */
export const readGiven: FormReader = (raw, path, context) => {
  const at = readAssignments(raw, path, context);
  const term = context.readExpression(raw.given, [...path, 'given']);
  return term === undefined || at === undefined ? undefined : { form: 'given', term, at };
};

function readAssignments(
  raw: Fields,
  path: KeyPath,
  { faults, variables }: FormContext,
): Readonly<Record<string, VariableValue>> | undefined {
  const at = [...path, 'at'];
  const given = raw.at;
  if (!Object.hasOwn(raw, 'at')) {
    faults.atKey([...path, 'given'], `'at' is missing: the coordinates or sites that are held, such as at: { x: 1.5 }`);
    return undefined;
  }
  if (!isMap(given) || Object.keys(given).length === 0) {
    faults.atValue(at, `at: expected a map from coordinates or sites to values, got ${describeValue(given)}`);
    return undefined;
  }
  const wrong = Object.entries(given).filter(([, value]) => !isValue(value));
  for (const [name, value] of wrong) {
    faults.atValue([...at, name], `${name}: expected a number, or the name of a value, got ${describeValue(value)}`);
  }
  if (wrong.length > 0) return undefined;
  const assignments = given as Readonly<Record<string, VariableValue>>;
  variables.noteValues(assignments, at);
  return assignments;
}

function isValue(value: unknown): value is VariableValue {
  return (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value !== '');
}
