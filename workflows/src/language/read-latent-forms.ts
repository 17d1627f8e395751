import {
  type LatentMethod,
  type LatentMethodName,
  latentMethods,
  minimumMethods,
  sumMethods,
  type VariableName,
} from '@basin/core';
import { describeValue, nearestHint, oneOf } from './describe-value.js';
import type { Fields, FormContext, FormReader } from './expression-context.js';
import { readPositive } from './expression-forms.js';
import { isMap } from './reading-context.js';
import { reportIssues } from './report-issues.js';
import type { KeyPath } from './source-places.js';

/** `minimum-over: …` with `latents` and `method`. */
export const readMinimumOver: FormReader = (raw, path, context) => {
  const read = readLatents('minimum-over', minimumMethods, raw, path, context);
  const term = context.readExpression(raw['minimum-over'], [...path, 'minimum-over']);
  return term === undefined || read === undefined ? undefined : { form: 'minimum-over', term, ...read };
};

/** `free-energy: …` with `latents`, `beta` and `method`. */
export const readFreeEnergy: FormReader = (raw, path, context) => {
  const beta = readPositive(raw, 'beta', path, context) ?? 1;
  const read = readLatents('free-energy', sumMethods, raw, path, context);
  const term = context.readExpression(raw['free-energy'], [...path, 'free-energy']);
  return term === undefined || read === undefined ? undefined : { form: 'free-energy', term, beta, ...read };
};

interface LatentFields {
  readonly latents: readonly VariableName[];
  readonly method: LatentMethod;
}

function readLatents(
  form: string,
  allowed: readonly LatentMethodName[],
  raw: Fields,
  path: KeyPath,
  context: FormContext,
): LatentFields | undefined {
  const method = readMethod(allowed, raw, path, context);
  const latents = readNames(form, raw, path, context);
  if (latents === undefined || method === undefined) return undefined;
  const methodPath = [...path, Object.hasOwn(raw, 'method') ? 'method' : form];
  context.variables.noteLatents(latents, method, path, methodPath);
  return { latents, method };
}

function readNames(
  form: string,
  raw: Fields,
  path: KeyPath,
  { faults }: FormContext,
): readonly VariableName[] | undefined {
  const at = [...path, 'latents'];
  const given = raw.latents;
  const expected = 'coordinates, sites or groups of sites, by name or number';
  if (!Object.hasOwn(raw, 'latents')) {
    faults.atKey([...path, form], `'latents' is missing: a list of ${expected}`);
    return undefined;
  }
  if (!Array.isArray(given) || given.length === 0) {
    faults.atValue(at, `latents: expected a list of ${expected}, got ${describeValue(given)}`);
    return undefined;
  }
  const wrong = [...given.entries()].filter(([, name]) => !isName(name));
  for (const [index, name] of wrong)
    faults.atValue([...at, index], `expected a name or a number, got ${describeValue(name)}`);
  return wrong.length > 0 ? undefined : (given as readonly VariableName[]);
}

function isName(value: unknown): value is VariableName {
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value) && value >= 0);
}

/** A method by its name, or by its name with options; 'enumerate' where none is given. */
function readMethod(
  allowed: readonly LatentMethodName[],
  raw: Fields,
  path: KeyPath,
  { faults, source }: FormContext,
): LatentMethod | undefined {
  const at = [...path, 'method'];
  const given = Object.hasOwn(raw, 'method') ? raw.method : 'enumerate';
  const entries: readonly (readonly [string, unknown])[] = isMap(given) ? Object.entries(given) : [[String(given), {}]];
  const [entry] = entries;
  const name = allowed.find((known) => known === entry?.[0]);
  if (entry === undefined || entries.length > 1 || name === undefined) {
    const hint = entries.length === 1 ? nearestHint(entry![0], allowed) : '';
    faults.atValue(
      at,
      `method: expected ${oneOf(allowed)}, alone or with its options, got ${describeValue(given)}${hint}`,
    );
    return undefined;
  }
  const schema = latentMethods[name];
  const options = entry[1] ?? {};
  const parsed = schema.safeParse(options);
  // Name and options come from one entry of the record, which the type cannot follow.
  if (parsed.success) return { name, options: parsed.data } as LatentMethod;
  reportIssues(parsed.error.issues, { raw: options, path: isMap(given) ? [...at, name] : at, schema, source }, faults);
  return undefined;
}
