import { childrenOf, type DefinitionSource, type EnergyExpression, type Reference } from '@basin/core';
import { definitionOf } from './reading-context.js';
import { referencesWithin } from './sampler-traits.js';

/** The names of energies that samplers in a step's options may name, such as the cheap one of delayed acceptance. */
export function energyNamesIn(options: unknown, source: DefinitionSource): readonly string[] {
  return referencesWithin(options, [])
    .filter(({ reference }) => reference.point === 'sampler')
    .flatMap(({ reference: { name, options: own } }) => {
      const { energyOptions = [] } = definitionOf(source, 'sampler', name);
      return energyOptions.flatMap((option) => textsIn((own as Readonly<Record<string, unknown>>)[option]));
    });
}

/** Every text at any depth: one that happens to be an energy's name only makes whoever asks more careful. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * The steps that trained what an expression is made of, named energies followed, each once. What these steps trained it from is not
 * looked at.
 *
 * @param energies - Without circles.
 */
export function trainingSteps(
  expression: EnergyExpression,
  energies: ReadonlyMap<string, EnergyExpression>,
): readonly string[] {
  if (expression.form === 'trained') return [expression.step];
  const named = expression.form === 'named' ? energies.get(expression.name) : undefined;
  const below = named === undefined ? childrenOf(expression) : [named];
  return [...new Set(below.flatMap((child) => trainingSteps(child, energies)))];
}

/** Every reference to an energy or property within plain data, and where it stands. */
export function energyReferences(
  value: unknown,
  path: readonly (string | number)[],
): readonly { readonly reference: Reference<'energy'>; readonly path: readonly (string | number)[] }[] {
  return referencesWithin(value, path).flatMap(({ reference, path: at }) =>
    isEnergyReference(reference) ? [{ reference, path: at }] : [],
  );
}

export function isEnergyReference(reference: Reference): reference is Reference<'energy'> {
  return reference.point === 'energy';
}
