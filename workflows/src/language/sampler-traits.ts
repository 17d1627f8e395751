import type { DefinitionSource, KernelDefinition, Reference, SamplerTraits } from '@basin/core';
import { definitionOf } from './reading-context.js';
import type { KeyPath } from './source-places.js';

/** A reference within options, and where it stands. */
export interface PlacedReference {
  readonly reference: Reference;
  readonly path: KeyPath;
}

/**
 * Every reference within a value at any depth, in the order in which they stand there.
 *
 * @param path - Of the value; options of a reference stand below its name.
 */
export function referencesWithin(value: unknown, path: KeyPath): readonly PlacedReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const { point, name, options } = value as Partial<Reference>;
  const isReference = point !== undefined && name !== undefined && 'options' in value;
  const [inner, below] = isReference ? [options ?? {}, [...path, name]] : [value, path];
  const isList = Array.isArray(inner);
  const found = Object.entries(inner).flatMap(([key, item]) =>
    referencesWithin(item, [...below, isList ? Number(key) : key]),
  );
  return isReference ? [{ reference: value as Reference, path }, ...found] : found;
}

/** The definitions of the kernels that options refer to, at any depth, in the order in which they stand there. */
export function kernelsWithin(options: unknown, source: DefinitionSource): readonly KernelDefinition[] {
  if (typeof options !== 'object' || options === null) return [];
  const inner = Object.values(options).flatMap((value) => kernelsWithin(value, source));
  const { point, name } = options as Partial<Reference>;
  return point === 'kernel' && name !== undefined ? [definitionOf(source, 'kernel', name), ...inner] : inner;
}

/** What a sampler's definition, and the kernels that its options refer to, say of what it will do. */
export function samplerTraits({ name, options }: Reference<'sampler'>, source: DefinitionSource): SamplerTraits {
  const { yields, weighted, biased, betaOptions = [] } = definitionOf(source, 'sampler', name);
  const kernels = kernelsWithin(options, source).filter(({ exact }) => !exact);
  const names = [...(biased === true ? [name] : []), ...kernels.map((kernel) => kernel.name)];
  // Options that the definition's own schema has taken.
  const given = options as Readonly<Record<string, unknown>>;
  const betas = Object.fromEntries(
    betaOptions.flatMap((option) => (typeof given[option] === 'number' ? [[option, given[option]]] : [])),
  );
  return { yields, isWeighted: weighted === true, biased: [...new Set(names)], betas };
}
