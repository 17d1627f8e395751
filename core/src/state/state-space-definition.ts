import { type Brand, brand, type CreationContext, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { StateSpace } from './state-space.js';

export interface StateSpaceSpecification<B, O> extends DefinitionCommon<O> {
  /** What energies, proposals and samplers are matched by: 'molecule', 'vector'. */
  readonly kind: string;
  /**
   * What kernels find in its states: coordinates (`Continuous`), sites (`Discrete`), or neither; nothing is held against it before a run
   * when absent.
   */
  readonly variables?: 'coordinates' | 'sites' | 'none';
  /**
   * Columns by which its states are encoded, where the options tell, each of which decoding needs: no term of an energy may be
   * called like one, and a table without one is refused before any work.
   */
  columns?(options: O): readonly string[];
  create(options: O, context: CreationContext): Awaitable<StateSpace<B>>;
}

export type StateSpaceDefinition<B = unknown, O = unknown> = StateSpaceSpecification<B, O> & Brand<'space'>;

/** The token that modules bind state spaces to. */
export const StateSpaceDefinition = extensionPoint<StateSpaceDefinition>('space');

export function defineStateSpace<B, O>(specification: StateSpaceSpecification<B, O>): StateSpaceDefinition<B, O> {
  return brand('space', specification);
}
