import type { DefinitionSource, KernelDefinition, Reference, SamplerTraits } from '@basin/core';
import { definitionOf } from './reading-context.js';

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
