import type { EnergyDefinition, Reference } from '@basin/core';
import { describeValue } from './describe-value.js';
import type { Fields, FormContext, FormReader } from './expression-context.js';
import { howToWrite, objectiveMissing } from './extension-hints.js';
import { isNamedEnergy, isRegistered } from './named-or-registered.js';
import { definitionOf, namePath, readReference } from './reading-context.js';
import type { KeyPath } from './source-places.js';

/** A property of the states: its reference, and its literal. */
interface PropertyUse {
  readonly property: Reference<'energy'>;
  readonly definition: EnergyDefinition;
  readonly at: KeyPath;
}

/** `property: …` with an `objective`. */
export const readPropertyForm: FormReader = (raw, path, context) => {
  const use = readProperty('property', raw, path, context);
  const objective = Object.hasOwn(raw, 'objective')
    ? readReference('objective', raw.objective, [...path, 'objective'], context)
    : undefined;
  if (use === undefined) return undefined;
  const { property, definition, at } = use;
  if (!Object.hasOwn(raw, 'objective')) context.faults.atKey(at, objectiveMissing(definition, context));
  return objective === undefined ? undefined : { form: 'property', property, objective };
};

/** `property: …` alone, where a step trains it. */
export const readTrainedProperty: FormReader = (raw, path, context) => {
  const use = readProperty('property', raw, path, context);
  return use && { form: 'property', property: use.property };
};

/** `constraint: …` with `low`, `high` or both. */
export const readConstraint: FormReader = (raw, path, context) => {
  const { faults } = context;
  const use = readProperty('constraint', raw, path, context);
  const low = readEnd('low', raw, path, context);
  const high = readEnd('high', raw, path, context);
  if (!Object.hasOwn(raw, 'low') && !Object.hasOwn(raw, 'high')) {
    faults.atKey([...path, 'constraint'], `a constraint needs 'low', 'high' or both: the values that are allowed`);
    return undefined;
  }
  if (low !== undefined && high !== undefined && low > high) {
    faults.atValue([...path, 'high'], `high: expected a number of at least low, ${low}, got ${high}`);
  }
  if (use === undefined) return undefined;
  const ends = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
  return { form: 'constraint', property: use.property, ...ends };
};

function readEnd(key: 'low' | 'high', raw: Fields, path: KeyPath, { faults }: FormContext): number | undefined {
  if (!Object.hasOwn(raw, key)) return undefined;
  const value = raw[key];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  faults.atValue([...path, key], `${key}: expected a finite number, got ${describeValue(value)}`);
  return undefined;
}

function readProperty(
  form: 'property' | 'constraint',
  raw: Fields,
  path: KeyPath,
  context: FormContext,
): PropertyUse | undefined {
  const { faults } = context;
  const at = [...path, form];
  const named = raw[form];
  if (typeof named === 'string' && Object.hasOwn(context.energies, named) && !isRegistered(named, context)) {
    const hint = form === 'property' ? `; write energy: ${named}` : '';
    faults.atValue(at, `'${named}' is an energy of this file, not a property${hint}`);
    return undefined;
  }
  const property = readReference('energy', named, at, context);
  if (property === undefined) return undefined;
  const definition = definitionOf(context.source, 'energy', property.name);
  checkKind(definition, namePath(named, at), context);
  if (definition.role === 'property') return { property, definition, at };
  const hint = form === 'property' ? `; ${energyHint(raw, definition)}` : '';
  faults.atValue(namePath(named, at), `${definition.name} is an energy, not a property${hint}`);
  return undefined;
}

function energyHint(raw: Fields, { name }: EnergyDefinition): string {
  return `write energy: ${name}${Object.hasOwn(raw, 'objective') ? ` and leave 'objective' out` : ''}`;
}

/** `energy: …`, the name of an energy of the file or an extension. */
export const readEnergy: FormReader = (raw, path, context) => {
  const { faults, source } = context;
  const at = [...path, 'energy'];
  const named = raw.energy;
  const isNamed = typeof named === 'string' && isNamedEnergy(named, path, context);
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
};

function checkKind(definition: EnergyDefinition, path: KeyPath, { faults, spaceKind }: FormContext): void {
  if (spaceKind === undefined || definition.space === spaceKind || definition.space === 'any') return;
  const message = `${definition.name} is about states of kind '${definition.space}', but the workflow's space holds '${spaceKind}'`;
  faults.atKey(path, message);
}
