import {
  type DefinitionSource,
  type EnergyExpression,
  optionsSchemaOf,
  type Reference,
  type StepDefinition,
  UnknownExtensionError,
} from '@basin/core';
import type { z } from 'zod';
import { describeValue, nearestHint } from './describe-value.js';
import { energyNamesIn, trainingSteps } from './energies-used.js';
import { reportEnergyFiles, withEnergyFiles } from './energy-files.js';
import type { ExpressionContext } from './expression-context.js';
import { kebabNameFault } from './kebab-name.js';
import { writtenReferences } from './option-schema.js';
import { readExpression, readTrainable } from './read-expression.js';
import { definitionOf, isMap, noteReferences } from './reading-context.js';
import { explainedElsewhere, reportIssues } from './report-issues.js';
import type { PlacedReference } from './sampler-traits.js';
import { readFiles, reportReplaced } from './step-files.js';
import { circleAmong, orderSteps } from './step-order.js';
import type { DocumentStep } from './workflow-document.js';
import { realLocation } from './workspace-path.js';

/** What steps are read against. */
export interface StepsContext extends ExpressionContext {
  /** Absolute path of the workflow file's folder. */
  readonly folder: string;
  /** Name of the workflow file without its ending. */
  readonly workflowName: string;
  /** The energies of the file that could be read. */
  readonly named: ReadonlyMap<string, EnergyExpression>;
  /** Filled with the references to energies and properties in options of which something else is at fault. */
  readonly loose: PlacedReference[];
  /** The text of a step in the file. */
  sourceOf(name: string): string;
}

const commonKeys = ['step', 'from', 'energy'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** Reads the steps, in running order. Reports every fault in them, and steps that wait for each other. */
export function readSteps(raw: unknown, context: StepsContext): readonly DocumentStep[] {
  const { faults } = context;
  if (!isMap(raw) || Object.keys(raw).length === 0) {
    const example = 'such as  drugs: { step: read, file: drugs.csv }';
    const came = raw === undefined || raw === null ? `'steps' is missing` : `steps: got ${describeValue(raw)}`;
    faults.atKey(['steps'], `${came}; expected a map from names to steps, ${example}`);
    return [];
  }
  const names = Object.keys(raw);
  const steps = names.map((name) => readStep(name, raw[name], names, context)).filter((step) => step !== undefined);
  const { ordered, circular } = orderSteps(steps);
  if (circular.length > 0) reportCircle(circleAmong(steps, circular), steps, context);
  reportEnergyFiles(steps, context);
  const withFiles = ordered.map((step) => withEnergyFiles(step, ordered, context));
  checkWrittenFiles(withFiles, context);
  reportReplaced(withFiles, raw, context);
  return withFiles;
}

function reportCircle(circle: readonly string[], steps: readonly DocumentStep[], { faults }: StepsContext): void {
  const first = circle[0]!;
  const takesFrom = (name: string, next: string): boolean =>
    steps.find((step) => step.name === name)?.from.includes(next) === true;
  const links = circle.map((name, i) => {
    const next = circle[i + 1] ?? first;
    return takesFrom(name, next) ? `takes from ${next}` : `has its energy from ${next}`;
  });
  const key = takesFrom(first, circle[1] ?? first) ? 'from' : 'energy';
  faults.atKey(['steps', first, key], `steps wait for each other: ${first} ${links.join(' ')}`);
}

function readStep(
  name: string,
  raw: unknown,
  names: readonly string[],
  context: StepsContext,
): DocumentStep | undefined {
  const { faults } = context;
  const path = ['steps', name];
  const nameFault = kebabNameFault(name);
  if (nameFault !== undefined) faults.atKey(path, nameFault);
  if (!isMap(raw)) {
    faults.atValue(path, `expected a map with 'step' and its options, got ${describeValue(raw)}`);
    return undefined;
  }
  const definition = readDefinition(name, raw, context);
  const from = readFrom(name, raw, names, context);
  const energyExpression = Object.hasOwn(raw, 'energy')
    ? (definition?.trains === true ? readTrainable : readExpression)(raw.energy, [...path, 'energy'], context)
    : undefined;
  if (definition === undefined) return undefined;
  checkInputs(name, raw, definition, context);
  checkEnergy(name, raw, definition, context);
  const options = readOptions(name, raw, definition, context);
  if (options === undefined) return undefined;
  checkReferences(options.value, [...path], context);
  const files = readFiles(name, raw, definition, options.value, context);
  const trainedBy = trainersOf(energyExpression, options.value, context);
  const source = context.sourceOf(name);
  return { name, definition, options: options.value, from, energyExpression, trainedBy, ...files, source };
}

/** Steps that trained a step's energy, or one that its options name. */
function trainersOf(
  energy: EnergyExpression | undefined,
  options: unknown,
  { named, source }: StepsContext,
): readonly string[] {
  const used = [energy, ...energyNamesIn(options, source).map((name) => named.get(name))];
  const found = used.flatMap((expression) => (expression === undefined ? [] : trainingSteps(expression, named)));
  return [...new Set(found)];
}

function readDefinition(name: string, raw: Fields, { source, faults }: StepsContext): StepDefinition | undefined {
  const type = raw.step;
  const path = ['steps', name, 'step'];
  const known = source.definitions('step').map((definition) => definition.name);
  if (typeof type !== 'string') {
    const came = Object.hasOwn(raw, 'step') ? `step: got ${describeValue(type)};` : `'step' is missing:`;
    faults.atKey(path, `${came} expected what the step does: ${known.join(', ')}`);
    return undefined;
  }
  try {
    return definitionOf(source, 'step', type);
  } catch (error) {
    const { message } = error as Error;
    if (message === explainedElsewhere) return undefined;
    const unknown = error instanceof UnknownExtensionError;
    const hint = nearestHint(type, known) || `; there are ${known.join(', ')}`;
    faults.atValue(path, unknown ? `no step does '${type}'${hint}` : message);
    return undefined;
  }
}

function readFrom(name: string, raw: Fields, names: readonly string[], { faults }: StepsContext): readonly string[] {
  if (!Object.hasOwn(raw, 'from')) return [];
  const given = raw.from;
  const path = ['steps', name, 'from'];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const from: string[] = [];
  for (const [index, entry] of list.entries()) {
    const at = Array.isArray(given) ? [...path, index] : path;
    const fault = inputFault(name, entry, from, names);
    if (fault === undefined) from.push(entry as string);
    else faults.atValue(at, fault);
  }
  return from;
}

function inputFault(
  name: string,
  entry: unknown,
  before: readonly string[],
  names: readonly string[],
): string | undefined {
  if (typeof entry !== 'string') return `from: expected the name of a step, got ${describeValue(entry)}`;
  if (entry === name) return `step '${name}' takes from itself`;
  if (before.includes(entry)) return `'${entry}' is named twice`;
  if (names.includes(entry)) return undefined;
  const others = names.filter((other) => other !== name);
  return `no step is named '${entry}'${nearestHint(entry, others) || `; there are ${others.join(', ') || 'no others'}`}`;
}

function checkInputs(name: string, raw: Fields, definition: StepDefinition, { faults }: StepsContext): void {
  const { minimum, maximum } = definition.inputs;
  const given = raw.from;
  const count = given === undefined ? 0 : Array.isArray(given) ? given.length : 1;
  if (count >= minimum && count <= maximum) return;
  const path = ['steps', name, 'from'];
  if (maximum === 0) {
    faults.atKey(path, `'${definition.name}' takes no step's table; leave 'from' out`);
    return;
  }
  const wanted =
    minimum === maximum ? `${minimum}` : `${minimum} to ${Number.isFinite(maximum) ? maximum : 'any number'}`;
  const message = `'${definition.name}' takes from ${wanted} step${wanted === '1' ? '' : 's'}, here from ${count}`;
  faults.atKey(path, count === 0 ? `${message}; add from: <name of a step>` : message);
}

function checkEnergy(name: string, raw: Fields, definition: StepDefinition, context: StepsContext): void {
  const given = Object.hasOwn(raw, 'energy');
  const path = ['steps', name, 'energy'];
  if (definition.energy === 'required' && !given) {
    const names = Object.keys(context.energies);
    const example = names.length === 0 ? `a name from 'energies'` : `${names.slice(0, 6).join(', ')}`;
    context.faults.atKey(path, `'energy' is missing: '${definition.name}' needs one (${example})`);
  }
  if (definition.energy === 'none' && given) {
    context.faults.atKey(path, `'${definition.name}' takes no energy; leave 'energy' out`);
  }
}

/** The parsed options in a box, so that options which parse to undefined differ from options at fault. */
function readOptions(
  name: string,
  raw: Fields,
  definition: StepDefinition,
  context: StepsContext,
): { readonly value: unknown } | undefined {
  const { faults, checks } = context;
  const source = withFileEnergies(context);
  const path = ['steps', name];
  const own = Object.fromEntries(
    Object.entries(raw).filter(([key]) => !(commonKeys as readonly string[]).includes(key)),
  );
  const schema = optionsSchemaOf(definition, source);
  noteReferences(schema, own, path, context);
  const parsed = schema.safeParse(own);
  if (parsed.success) {
    checks.note(definition, parsed.data, path);
    return { value: parsed.data };
  }
  reportIssues(parsed.error.issues, { raw: own, path, schema, source, commonKeys }, faults);
  noteLoose(schema, own, path, context);
  return undefined;
}

/** What is good in options at fault is looked at all the same, so that one pass finds every fault. */
function noteLoose(schema: z.ZodType, own: unknown, path: readonly string[], context: StepsContext): void {
  for (const written of writtenReferences(schema, own, path, context.source)) {
    if (written.reference.point !== 'energy') continue;
    const { reference, isKeyed } = written;
    const placed = { reference, path: isKeyed ? written.path.slice(0, -1) : written.path };
    checkReferences(reference, placed.path, context);
    context.loose.push(placed);
  }
}

/** The same definitions, with another word on names that are those of energies of the file. */
function withFileEnergies({ source, energies }: StepsContext): DefinitionSource {
  return {
    definitions: (point) => source.definitions(point),
    definition: (point, name) => {
      try {
        return source.definition(point, name);
      } catch (error) {
        const isOfFile = point === 'energy' && error instanceof UnknownExtensionError && Object.hasOwn(energies, name);
        if (!isOfFile) throw error;
        const message = `'${name}' is an energy of this file, which cannot be named here: write a registered property with its options, such as { coordinate: { axis: x } }`;
        throw new Error(message, { cause: error });
      }
    },
  };
}

/** What kernels of each kind move. */
const variablesOf = { continuous: 'coordinates', discrete: 'sites', any: undefined } as const;

/** A kernel must find in the states what it moves, a trainer what it looks at. */
function checkVariables(
  { point, name }: Reference<'kernel' | 'trainer'>,
  path: readonly (string | number)[],
  { source, faults, spaceVariables }: StepsContext,
): void {
  const wanted = variablesOf[definitionOf(source, point, name).space];
  if (wanted === undefined || spaceVariables === undefined || wanted === spaceVariables) return;
  const fitting = source
    .definitions(point)
    .map((definition) => definitionOf(source, point, definition.name))
    .filter(({ space }) => variablesOf[space] === undefined || variablesOf[space] === spaceVariables)
    .map((definition) => definition.name);
  const held = spaceVariables === 'none' ? 'neither coordinates nor sites' : spaceVariables;
  faults.atValue(
    path,
    `${name} ${point === 'kernel' ? 'moves' : 'needs'} ${wanted}, but the states of the workflow's space have ${held}; there are ${fitting.join(', ')}`,
  );
}

/** Proposals anywhere in the options must move in the workflow's space, and energies that samplers name must be there. */
function checkReferences(value: unknown, path: readonly (string | number)[], context: StepsContext): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkReferences(item, [...path, index], context);
    return;
  }
  if (!isMap(value)) return;
  if (isReferenceTo(value, 'proposal') && context.spaceKind !== undefined) {
    const { space } = definitionOf(context.source, 'proposal', value.name);
    if (space !== context.spaceKind) {
      const message = `${value.name} moves in states of kind '${space}', but the workflow's space holds '${context.spaceKind}'`;
      context.faults.atValue(path, message);
    }
  }
  if (isReferenceTo(value, 'energy') && context.spaceKind !== undefined) {
    const { space } = definitionOf(context.source, 'energy', value.name);
    if (space !== context.spaceKind && space !== 'any') {
      const message = `${value.name} is about states of kind '${space}', but the workflow's space holds '${context.spaceKind}'`;
      context.faults.atValue(path, message);
    }
  }
  if (isReferenceTo(value, 'kernel') || isReferenceTo(value, 'trainer')) checkVariables(value, path, context);
  if (isReferenceTo(value, 'sampler')) checkEnergyOptions(value, path, context);
  const isReference = 'point' in value && 'options' in value;
  const inner = isReference ? Object.entries(value.options ?? {}) : Object.entries(value);
  const base = isReference ? [...path, String(value.name)] : path;
  for (const [key, item] of inner) checkReferences(item, [...base, key], context);
}

function checkEnergyOptions(
  { name, options }: Reference<'sampler'>,
  path: readonly (string | number)[],
  { source, energies, faults }: StepsContext,
): void {
  const { energyOptions = [] } = definitionOf(source, 'sampler', name);
  const names = Object.keys(energies);
  for (const option of energyOptions) {
    const energy = isMap(options) ? options[option] : undefined;
    if (typeof energy !== 'string' || names.includes(energy)) continue;
    const hint = nearestHint(energy, names) || `; there are ${names.join(', ') || 'none'}`;
    faults.atValue([...path, name, option], `no energy is named '${energy}'${hint}`);
  }
}

function isReferenceTo<P extends 'energy' | 'proposal' | 'kernel' | 'sampler' | 'trainer'>(
  value: Fields,
  point: P,
): value is Fields & Reference<P> {
  return value.point === point && typeof value.name === 'string' && 'options' in value;
}

/** No file is written by two steps, and none is both written and read: the order of such steps would not be given. */
function checkWrittenFiles(steps: readonly DocumentStep[], { faults, folder }: StepsContext): void {
  const writers = new Map<string, string>();
  for (const { name, filesWritten } of steps) {
    for (const file of filesWritten) {
      const location = realLocation(folder, file);
      const other = writers.get(location);
      if (other !== undefined) faults.atKey(['steps', name], `'${file}' is written by step '${other}' too`);
      writers.set(location, name);
    }
  }
  for (const { name, filesRead } of steps) {
    const file = filesRead.find((read) => writers.has(realLocation(folder, read)));
    if (file === undefined) continue;
    const writer = writers.get(realLocation(folder, file))!;
    const isTrained = steps.some((step) => step.name === writer && step.definition.trains === true);
    const hint = isTrained ? `use what it trained with trained: ${writer}` : `take its table with from: ${writer}`;
    faults.atKey(['steps', name], `'${file}' is written by step '${writer}'; ${hint}`);
  }
}
