import type { Energy } from '../energy/energy.js';
import { type Brand, brand, type DefinitionCommon, type Reference } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { EnergyNeed, KernelParts } from '../kernel/kernel-definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Variation } from '../proposal/proposal.js';
import type { Sampler } from './sampler.js';

/** Creates what a sampler's options refer to. */
export interface SamplerParts extends KernelParts {
  /** Another energy of the workflow file, by its name there: the cheap one of delayed acceptance. */
  energy(name: string): Awaitable<Energy<unknown>>;
  /** `parentCount` says whether partners are used. A reversible proposal serves as a variation of one parent. */
  variation(reference: Reference<'proposal'>): Awaitable<ResolvedVariation>;
}

export interface ResolvedVariation {
  readonly name: string;
  readonly parentCount: 1 | 2;
  readonly variation: Variation<unknown>;
}

/** What is known of a sampler before it runs. */
export interface SamplerTraits {
  readonly yields: 'draws' | 'designs';
  readonly isWeighted: boolean;
  /** Whose draws are not exactly of e^(−βE): the sampler itself, or kernels that its options refer to, at any depth; each once. */
  readonly biased: readonly string[];
  /** Inverse temperatures at which there must be a distribution, by the options that say them. */
  readonly betas: Readonly<Record<string, number>>;
}

export interface SamplerSpecification<O> extends DefinitionCommon<O> {
  /** Needs of the energy, beyond evaluation and beyond those of the kernels that its options refer to. */
  readonly requires: readonly EnergyNeed[];
  /** 'draws' of e^(−βE), with weights that matter and a certificate; or 'designs' of low energy, best first. */
  readonly yields: 'draws' | 'designs';
  /** Whether its draws have weights of their own. */
  readonly weighted?: true;
  /** Whether its draws are biased also where its kernels are exact; told in `details`, and certificates say so. */
  readonly biased?: true;
  /** Options that name energies of the workflow file, at any depth, beside the step's own: what it draws depends on those too. */
  readonly energyOptions?: readonly string[];
  /** Options that are inverse temperatures at which chains of it move; 1 where there is none. */
  readonly betaOptions?: readonly string[];
  create(options: O, parts: SamplerParts): Awaitable<Sampler<unknown>>;
}

export type SamplerDefinition<O = unknown> = SamplerSpecification<O> & Brand<'sampler'>;

/** The token that modules bind samplers to. */
export const SamplerDefinition = extensionPoint<SamplerDefinition>('sampler');

export function defineSampler<O>(specification: SamplerSpecification<O>): SamplerDefinition<O> {
  return brand('sampler', specification);
}
