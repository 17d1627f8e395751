import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Energy } from './energy.js';
import type { EnergyContext } from './energy-context.js';

export interface EnergySpecification<B, O> extends DefinitionCommon<O> {
  /** `kind` of the state space it takes; 'any' where an encoder reads the states for it. */
  readonly space: string;
  /** A 'property' is a number about a state and needs an objective before it is an energy; an 'energy' needs none. */
  readonly role: 'property' | 'energy';
  /** Unit of the value; '1' for a pure number. */
  readonly unit: string;
  /** Unit of the value where it follows from the options; `unit` when absent. */
  unitOf?(options: O): string;
  /**
   * Whether its energies name terms of their own (`Decomposable`): which columns those fill is known only once it is created. No
   * when absent, and then the composition refuses an energy that does.
   */
  readonly decomposable?: boolean;
  /** Files of the workspace that it reads; their contents are part of what it is. None when absent. */
  filesRead?(options: O): readonly string[];
  create(options: O, context: EnergyContext<B>): Awaitable<Energy<B>>;
}

export type EnergyDefinition<B = unknown, O = unknown> = EnergySpecification<B, O> & Brand<'energy'>;

/** The token that modules bind energies and properties to. */
export const EnergyDefinition = extensionPoint<EnergyDefinition>('energy');

export function defineEnergy<B, O>(specification: EnergySpecification<B, O>): EnergyDefinition<B, O> {
  return brand('energy', specification);
}

/** Unit of what a definition makes with these options. */
export function unitOf<O>(definition: Pick<EnergySpecification<never, O>, 'unit' | 'unitOf'>, options: O): string {
  return definition.unitOf?.(options) ?? definition.unit;
}
