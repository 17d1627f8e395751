import type { Energy } from '../energy/energy.js';
import { type Brand, brand, type DefinitionCommon, type Reference } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Proposal } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import type { TunableKernel } from './kernel.js';

/** What a kernel needs of the energy, beyond evaluation. 'site-slopes': slopes, or the energies of single sites, which are better. */
export type EnergyNeed = 'gradient' | 'difference' | 'site-energies' | 'site-slopes';

/** What a kernel needs of the space: coordinates, sites, or nothing. */
export type SpaceNeed = 'continuous' | 'discrete' | 'any';

/** What a kernel samples. */
export interface KernelTarget<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
}

/**
 * Makes a kernel for a target. Called once a run, before its first step.
 *
 * @throws {ConfigurationError} The space or the energy lacks what the kernel needs.
 */
export type KernelMaker = <B>(target: KernelTarget<B>) => TunableKernel<B>;

/** Creates what a kernel's options refer to. */
export interface KernelParts {
  /** @throws {ConfigurationError} The reference names a variation: it has no reverse probability. */
  proposal(reference: Reference<'proposal'>): Awaitable<Proposal<unknown>>;
  kernel(reference: Reference<'kernel'>): Awaitable<KernelMaker>;
}

export interface KernelSpecification<O> extends DefinitionCommon<O> {
  readonly requires: readonly EnergyNeed[];
  readonly space: SpaceNeed;
  /** Whether π ∝ e^(−βE) is exactly invariant; the bias of others is told in `details`, and certificates say so. */
  readonly exact: boolean;
  create(options: O, parts: KernelParts): Awaitable<KernelMaker>;
}

export type KernelDefinition<O = unknown> = KernelSpecification<O> & Brand<'kernel'>;

/** The token that modules bind kernels to. */
export const KernelDefinition = extensionPoint<KernelDefinition>('kernel');

export function defineKernel<O>(specification: KernelSpecification<O>): KernelDefinition<O> {
  return brand('kernel', specification);
}
