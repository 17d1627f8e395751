import type { Definition, EnergyDefinition, EnergyExpression } from '@basin/core';
import { describeValue, nearestHint, oneOf, unknownKey } from './describe-value.js';
import { definitionOf, isMap, namePath, type ReadingContext, readReference } from './reading-context.js';
import { explainedElsewhere } from './report-issues.js';
import type { KeyPath } from './source-places.js';
import { labelledTerms, type UnlabelledTerm } from './term-labels.js';

/** What expressions are read against. */
export interface ExpressionContext extends ReadingContext {
  /** The named energies as they stand in the file. */
  readonly energies: Readonly<Record<string, unknown>>;
  /** `kind` of the workflow's space; undefined where none is known, and then kinds are not compared. */
  readonly spaceKind: string | undefined;
  /** Columns that hold the states: a term of such a name would hide them. */
  readonly stateColumns: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
type Form = 'property' | 'energy' | 'all' | 'any' | 'not';

const modifiers: Readonly<Record<Form, readonly string[]>> = {
  property: ['objective', 'weight', 'name'],
  energy: ['weight', 'name'],
  all: ['weight', 'name'],
  any: ['weight', 'name'],
  not: ['strength', 'weight', 'name'],
};

const forms = Object.keys(modifiers) as Form[];

/** Reads an energy expression: the name of an energy, or a map with one of the five forms. Reports every fault in it. */
export function readExpression(raw: unknown, path: KeyPath, context: ExpressionContext): EnergyExpression | undefined {
  const term = readTerm(raw, path, context);
  if (term === undefined) return undefined;
  return labelledTerms([term], () => undefined)[0];
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
  const weight = readWeight(raw, 'weight', path, context) ?? defaultWeight(raw, form, context);
  const label = readLabel(raw, path, context);
  const body = readForm[form](raw, path, context);
  return body === undefined ? undefined : { body, weight, label, path };
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

function readWeight(raw: Fields, key: string, path: KeyPath, { faults }: ExpressionContext): number | undefined {
  if (!Object.hasOwn(raw, key)) return undefined;
  const value = raw[key];
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  const hint = typeof value === 'number' && value < 0 ? `; 'not' takes an energy away` : '';
  faults.atValue([...path, key], `${key}: expected a number above 0, got ${describeValue(value)}${hint}`);
  return undefined;
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
function defaultWeight(raw: Fields, form: Form, context: ExpressionContext): number {
  const { energy } = raw;
  const isName = form === 'energy' && typeof energy === 'string' && Object.hasOwn(context.energies, energy);
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

type Body = UnlabelledTerm['body'];
type FormReader = (raw: Fields, path: KeyPath, context: ExpressionContext) => Body | undefined;

const readForm: Readonly<Record<Form, FormReader>> = {
  property: readProperty,
  energy: readEnergy,
  all: (raw, path, context) => readTerms('all', raw, path, context),
  any: (raw, path, context) => readTerms('any', raw, path, context),
  not: readNot,
};

function readProperty(raw: Fields, path: KeyPath, context: ExpressionContext): Body | undefined {
  const { faults } = context;
  const at = [...path, 'property'];
  const named = raw.property;
  if (typeof named === 'string' && Object.hasOwn(context.energies, named)) {
    faults.atValue(at, `'${named}' is an energy of this file, not a property; write energy: ${named}`);
    return undefined;
  }
  const property = readReference('energy', named, at, context);
  const objective = Object.hasOwn(raw, 'objective')
    ? readReference('objective', raw.objective, [...path, 'objective'], context)
    : undefined;
  if (property === undefined) return undefined;
  const definition = definitionOf(context.source, 'energy', property.name);
  checkKind(definition, namePath(named, at), context);
  if (definition.role === 'energy') {
    faults.atValue(
      namePath(named, at),
      `${definition.name} is an energy, not a property; ${energyHint(raw, definition)}`,
    );
    return undefined;
  }
  if (!Object.hasOwn(raw, 'objective')) faults.atKey(at, objectiveMissing(definition, context));
  return objective === undefined ? undefined : { form: 'property', property, objective };
}

function energyHint(raw: Fields, { name }: EnergyDefinition): string {
  return `write energy: ${name}${Object.hasOwn(raw, 'objective') ? ` and leave 'objective' out` : ''}`;
}

function readEnergy(raw: Fields, path: KeyPath, context: ExpressionContext): Body | undefined {
  const { faults, energies, source } = context;
  const at = [...path, 'energy'];
  const named = raw.energy;
  const isNamed = typeof named === 'string' && Object.hasOwn(energies, named);
  const energy = isNamed ? undefined : readReference('energy', named, at, context);
  const definition = energy === undefined ? undefined : definitionOf(source, 'energy', energy.name);
  if (definition !== undefined) checkKind(definition, namePath(named, at), context);
  if (definition?.role === 'property') {
    faults.atKey(at, `${definition.name} is a property; write ${howToWrite(definition, context)}`);
    return undefined;
  }
  if (Object.hasOwn(raw, 'objective')) {
    const name = isNamed ? named : (definition?.name ?? 'this');
    faults.atKey([...path, 'objective'], `'${name}' is an energy already and takes no objective; leave it out`);
  }
  if (isNamed) return { form: 'named', name: named };
  return energy === undefined ? undefined : { form: 'energy', energy };
}

function readNot(raw: Fields, path: KeyPath, context: ExpressionContext): Body | undefined {
  const strength = readWeight(raw, 'strength', path, context) ?? 1;
  const term = readExpression(raw.not, [...path, 'not'], context);
  return term === undefined ? undefined : { form: 'not', term, strength };
}

function readTerms(form: 'all' | 'any', raw: Fields, path: KeyPath, context: ExpressionContext): Body | undefined {
  const at = [...path, form];
  const entries = termEntries(form, raw[form], at, context);
  const read = entries.map(({ value, key, label }): UnlabelledTerm | undefined => {
    const term = readTerm(value, [...at, key], context);
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
  return terms.length === 0 || terms.length < read.length ? undefined : { form, terms: labelled };
}

interface TermEntry {
  readonly key: string | number;
  readonly value: unknown;
  readonly label: string | undefined;
}

function termEntries(form: string, raw: unknown, at: KeyPath, { faults }: ExpressionContext): readonly TermEntry[] {
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

function checkKind(definition: EnergyDefinition, path: KeyPath, { faults, spaceKind }: ExpressionContext): void {
  if (spaceKind === undefined || definition.space === spaceKind) return;
  const message = `${definition.name} is about states of kind '${definition.space}', but the workflow's space holds '${spaceKind}'`;
  faults.atKey(path, message);
}

function keyOf({ name }: Pick<Definition, 'name'>, { source }: ExpressionContext): 'property' | 'energy' {
  return definitionOf(source, 'energy', name).role;
}

/** How an extension is used in an expression, as a piece of the file. */
function howToWrite(definition: Pick<Definition, 'name'>, context: ExpressionContext): string {
  if (keyOf(definition, context) === 'energy') return `energy: ${definition.name}`;
  return `property: ${definition.name} with ${objectiveExample(context)}`;
}

function objectiveMissing(definition: EnergyDefinition, context: ExpressionContext): string {
  const unit = definition.unit === '1' ? 'a pure number' : `in ${definition.unit}`;
  const article = `${definition.name} is a property (${unit}) and becomes an energy by an objective`;
  return `${article}; add ${objectiveExample(context)}`;
}

/** An objective as one would write it: 'between' where there is one. */
function objectiveExample({ source }: ExpressionContext): string {
  const objectives = source.definitions('objective');
  const shown = objectives.find(({ name }) => name === 'between') ?? objectives[0];
  if (shown === undefined) return 'objective: …';
  return `objective: ${flowText(shown.example === undefined ? shown.name : { [shown.name]: shown.example })}`;
}

/** Plain data as YAML in one line. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isMap(value))
    return typeof value === 'string' && /^[a-z][a-z0-9/-]*$/.test(value) ? value : JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flowText(inner)}`)
    .join(', ')} }`;
}
