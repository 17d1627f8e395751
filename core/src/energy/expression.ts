import type { Reference } from '../extension/definition.js';

/**
 * What a workflow file says of an energy, validated: a tree of operators over extensions and named energies.
 * `label` is the name under which candidates' reasons show the term; `weight` > 0 multiplies it in its parent.
 */
export type EnergyExpression = { readonly label: string; readonly weight: number } & (
  | { readonly form: 'named'; readonly name: string }
  | { readonly form: 'energy'; readonly energy: Reference<'energy'> }
  | { readonly form: 'property'; readonly property: Reference<'energy'>; readonly objective: Reference<'objective'> }
  | { readonly form: 'all' | 'any'; readonly terms: readonly EnergyExpression[] }
  | { readonly form: 'not'; readonly term: EnergyExpression; readonly strength: number }
);
