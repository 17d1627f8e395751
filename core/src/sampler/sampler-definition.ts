import { type Brand, brand, type DefinitionCommon, type Reference } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Proposal, Variation } from '../proposal/proposal.js';
import type { Sampler } from './sampler.js';

/** Creates what a sampler's options refer to. */
export interface SamplerParts {
  /** @throws {ConfigurationError} The reference names a variation: it has no reverse probability. */
  proposal(reference: Reference<'proposal'>): Awaitable<Proposal<unknown>>;
  /** `parentCount` says whether partners are used. A reversible proposal serves as a variation of one parent. */
  variation(reference: Reference<'proposal'>): Awaitable<ResolvedVariation>;
}

export interface ResolvedVariation {
  readonly name: string;
  readonly parentCount: 1 | 2;
  readonly variation: Variation<unknown>;
}

export interface SamplerSpecification<O> extends DefinitionCommon<O> {
  /** Needs of the energy, beyond evaluation. */
  readonly requires: readonly ('gradient' | 'difference')[];
  create(options: O, parts: SamplerParts): Awaitable<Sampler<unknown>>;
}

export type SamplerDefinition<O = unknown> = SamplerSpecification<O> & Brand<'sampler'>;

/** The token that modules bind samplers to. */
export const SamplerDefinition = extensionPoint<SamplerDefinition>('sampler');

export function defineSampler<O>(specification: SamplerSpecification<O>): SamplerDefinition<O> {
  return brand('sampler', specification);
}
