import type { EnergyExpression } from '@basin/core';
import { describeValue, nearestHint, oneOf, unknownKey } from './describe-value.js';
import type { ExpressionContext, Fields, FormContext, FormReader } from './expression-context.js';
import { type Form, forms, modifiers, readPositive } from './expression-forms.js';
import { howToWrite, keyOf } from './extension-hints.js';
import { isBareProperty, isNamedEnergy } from './named-or-registered.js';
import { readAll, readAny } from './read-joined-forms.js';
import { readFreeEnergy, readMinimumOver } from './read-latent-forms.js';
import { readConstraint, readEnergy, readPropertyForm, readTrainedProperty } from './read-leaf-forms.js';
import { readGiven, readNot, readTemper } from './read-operand-forms.js';
import { readTrained } from './read-trained-form.js';
import { isMap } from './reading-context.js';
import { explainedElsewhere } from './report-issues.js';
import type { KeyPath } from './source-places.js';
import { labelledTerms, type UnlabelledTerm } from './term-labels.js';

const readers: Readonly<Record<Form, FormReader>> = {
  property: readPropertyForm,
  energy: readEnergy,
  all: readAll,
  any: readAny,
  not: readNot,
  given: readGiven,
  temper: readTemper,
  constraint: readConstraint,
  'minimum-over': readMinimumOver,
  'free-energy': readFreeEnergy,
  trained: readTrained,
};

/** Reads an energy expression: the name of an energy, or a map with one of the forms. Reports every fault in it. */
export function readExpression(raw: unknown, path: KeyPath, context: ExpressionContext): EnergyExpression | undefined {
  const term = readTerm(raw, path, context);
  if (term === undefined) return undefined;
  const [expression] = labelledTerms([term], () => undefined);
  if (expression !== undefined) context.expressions.set(expression, path);
  return expression;
}

/** Reads the energy of a step that trains it: an expression, or a property without an objective. */
export function readTrainable(raw: unknown, path: KeyPath, context: ExpressionContext): EnergyExpression | undefined {
  return readExpression(raw, path, isBareProperty(raw) ? { ...context, trainedProperty: path } : context);
}

function readTerm(raw: unknown, path: KeyPath, context: ExpressionContext): UnlabelledTerm | undefined {
  const { faults } = context;
  if (typeof raw === 'string') return readName(raw, path, context);
  if (!isMap(raw)) {
    faults.atValue(path, `expected the name of an energy, or a map with ${oneOf(forms)}, got ${describeValue(raw)}`);
    return undefined;
  }
  const form = formOf(raw, path, context);
  if (form === undefined) return undefined;
  checkKeys(raw, form, path, context);
  const weight = readPositive(raw, 'weight', path, context) ?? defaultWeight(raw, form, path, context);
  const label = readLabel(raw, path, context);
  const reader = context.trainedProperty === path ? readTrainedProperty : readers[form];
  const body = reader(raw, path, formContext(context));
  return body === undefined ? undefined : { body, weight, label, path };
}

function formContext(context: ExpressionContext): FormContext {
  return {
    ...context,
    readTerm: (raw, path) => readTerm(raw, path, context),
    readExpression: (raw, path) => readExpression(raw, path, context),
  };
}

function readName(name: string, path: KeyPath, context: ExpressionContext): UnlabelledTerm | undefined {
  if (Object.hasOwn(context.energies, name)) {
    return { body: { form: 'named', name }, weight: weightOfNamed(name, context), label: undefined, path };
  }
  if (isLost(name, context)) return undefined;
  const known = Object.keys(context.energies);
  const extension = context.source.definitions('energy').find((definition) => definition.name === name);
  const hint = extension === undefined ? nearestHint(name, known) : `; write ${howToWrite(extension, context)}`;
  const named = known.length === 0 ? `; the file names none under 'energies'` : '';
  context.faults.atValue(path, `no energy is named '${name}'${hint || named}`);
  return undefined;
}

/** Whether a name belongs to a plugin that could not be loaded, which is reported in its own place. */
function isLost(name: string, { source }: ExpressionContext): boolean {
  try {
    source.definition('energy', name);
    return false;
  } catch (error) {
    return error instanceof Error && error.message === explainedElsewhere;
  }
}

function formOf(raw: Fields, path: KeyPath, context: ExpressionContext): Form | undefined {
  const { faults, source } = context;
  const keys = Object.keys(raw);
  const given = forms.filter((form) => Object.hasOwn(raw, form));
  const [form, second] = given;
  if (second !== undefined) {
    faults.atKey(
      [...path, second],
      `an energy has one of ${oneOf(forms)}, here are ${given.length}: ${given.join(', ')}`,
    );
    return undefined;
  }
  if (form !== undefined) return form;
  const extension = source.definitions('energy').find(({ name }) => keys.includes(name));
  const hint = extension === undefined ? '' : `; write '${keyOf(extension, context)}:' before its name`;
  const near = keys.map((key) => nearestHint(key, forms)).find((text) => text !== '');
  faults.atValue(path, `expected ${oneOf(forms)} in this energy, got ${describeValue(raw)}${hint || (near ?? '')}`);
  return undefined;
}

function checkKeys(raw: Fields, form: Form, path: KeyPath, { faults }: ExpressionContext): void {
  const allowed = [form, ...modifiers[form]];
  for (const key of Object.keys(raw)) {
    if (allowed.includes(key)) continue;
    // The reader of the form says more about an objective than that it is unknown.
    if (key === 'objective' && form === 'energy') continue;
    faults.atKey([...path, key], unknownKey(key, allowed));
  }
}

/** Reports a name that the column of the states has already. */
export function checkTermName(
  name: string,
  report: (message: string) => void,
  { stateColumns }: Pick<ExpressionContext, 'stateColumns'>,
): void {
  if (stateColumns.includes(name))
    report(`'${name}' is the column that holds the states; give the energy another name`);
}

function readLabel(raw: Fields, path: KeyPath, context: ExpressionContext): string | undefined {
  const { faults } = context;
  const { name } = raw;
  if (!Object.hasOwn(raw, 'name')) return undefined;
  if (typeof name === 'string') {
    checkTermName(name, (message) => faults.atValue([...path, 'name'], message), context);
  }
  if (typeof name === 'string' && name.trim() !== '' && name.length <= 80) return name;
  faults.atValue([...path, 'name'], `name: expected a text of 1 to 80 characters, got ${describeValue(name)}`);
  return undefined;
}

/** A term without a weight of its own has that of the named energy it stands for. */
function defaultWeight(raw: Fields, form: Form, path: KeyPath, context: ExpressionContext): number {
  const { energy } = raw;
  const isName = form === 'energy' && typeof energy === 'string' && isNamedEnergy(energy, path, context);
  return isName ? weightOfNamed(energy, context) : 1;
}

function weightOfNamed(name: string, context: ExpressionContext): number {
  const seen = new Set<string>();
  for (let here = name; !seen.has(here); ) {
    seen.add(here);
    const raw = context.energies[here];
    const own = isMap(raw) ? raw.weight : undefined;
    if (own !== undefined) return typeof own === 'number' && Number.isFinite(own) && own > 0 ? own : 1;
    const next = isMap(raw) ? raw.energy : raw;
    if (typeof next !== 'string' || !Object.hasOwn(context.energies, next)) return 1;
    here = next;
  }
  return 1;
}
