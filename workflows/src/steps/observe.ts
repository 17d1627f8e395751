import {
  ConfigurationError,
  propertyNeed,
  type Reference,
  type ReferenceSchemas,
  type StepContext,
  type UnitProperty,
} from '@basin/core';
import { z } from 'zod';
import { stepFault } from './step-fault.js';

/** A property that a step looks at beside its energy, under a name that none of the others has. */
export interface Observation {
  readonly name: string;
  readonly property: Reference<'energy'>;
}

/** The same, created. */
export interface Observed extends UnitProperty {
  readonly name: string;
}

const words =
  'properties to look at beside the energy, which they do not change: a list of them, or a map from names of your own to them';

/** The option `observe`. */
export function observeOption(refer: ReferenceSchemas) {
  const property = refer.to('energy', propertyNeed);
  return z
    .union([z.array(property), z.record(z.string().min(1).max(80), property)])
    .default([])
    .describe(words);
}

export type ObserveOption = z.output<ReturnType<typeof observeOption>>;

/** What is looked at, in order: under its own name, or that of the property, with a number behind it where that is taken. */
export function observationsOf(given: ObserveOption): readonly Observation[] {
  if (!Array.isArray(given)) return Object.entries(given).map(([name, property]) => ({ name, property }));
  const taken = new Set<string>();
  return given.map((property) => {
    const plain = property.name.slice(property.name.lastIndexOf('/') + 1);
    let name = plain;
    for (let n = 2; taken.has(name); n++) name = `${plain} ${n}`;
    taken.add(name);
    return { name, property };
  });
}

/**
 * Refuses names that columns beside them have: one of the two would have to get another, and who asks for it would find the wrong one.
 *
 * @throws {ConfigurationError} With the place of the first such name.
 */
export function refuseTakenNames(stepName: string, given: ObserveOption, taken: readonly string[]): void {
  for (const [index, { name, property }] of observationsOf(given).entries()) {
    if (!taken.includes(name)) continue;
    const free = `${property.name.slice(property.name.lastIndexOf('/') + 1)} of draws`;
    const remedy = `write observe: { ${JSON.stringify(free)}: … }, or another name of your own`;
    const key = Array.isArray(given) ? index : name;
    throw stepFault(stepName, ['observe', key], `the table of draws has a column '${name}' already; ${remedy}`);
  }
}

/**
 * Creates what is looked at.
 *
 * @throws {ConfigurationError} Options of a property are wrong for the space: placed at the entry.
 */
export async function openObserved(context: StepContext, given: ObserveOption): Promise<readonly Observed[]> {
  const keys = Array.isArray(given) ? given.map((_, index) => index) : Object.keys(given);
  const created = [];
  for (const [index, { name, property }] of observationsOf(given).entries()) {
    const path = ['steps', context.name, 'observe', keys[index]!, property.name];
    created.push({ name, ...(await placed(path, async () => context.property(property))) });
  }
  return created;
}

async function placed<T>(path: readonly (string | number)[], create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
  }
}
