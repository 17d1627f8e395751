import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Objective } from './objective.js';
import type { ObjectiveDescription } from './objective-description.js';

export interface ObjectiveSpecification<O> extends DefinitionCommon<O> {
  /** A 'desirability' gives E = −ln d with d ∈ [0, 1]; a 'penalty' any energy. */
  readonly role: 'desirability' | 'penalty';
  /** What it asks for with these options, in words and as the values that it is content with. */
  describe(options: O): ObjectiveDescription;
  create(options: O): Objective;
}

export type ObjectiveDefinition<O = unknown> = ObjectiveSpecification<O> & Brand<'objective'>;

/** The token that modules bind objectives to. */
export const ObjectiveDefinition = extensionPoint<ObjectiveDefinition>('objective');

export function defineObjective<O>(specification: ObjectiveSpecification<O>): ObjectiveDefinition<O> {
  return brand('objective', specification);
}
