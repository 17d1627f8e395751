import type { Reference } from '../extension/definition.js';
import type { LatentMethod } from '../latent/latent-method.js';
import type { VariableName, VariableValue } from '../state/held-variables.js';

/** How the terms of a mixture are normalised: by what they know themselves, by an estimate, or by ln Z of each, in their order. */
export type MixtureNormalisation = 'known' | 'estimate' | readonly number[];

/**
 * What a workflow file says of an energy, validated: a tree of operators over extensions and named energies.
 * `label` is the name under which candidates' reasons show the term; `weight` > 0 multiplies it in its parent. Names of coordinates
 * and sites are judged where the space is known.
 */
export type EnergyExpression = { readonly label: string; readonly weight: number } & (
  | { readonly form: 'named'; readonly name: string }
  | { readonly form: 'energy'; readonly energy: Reference<'energy'> }
  | {
      readonly form: 'property';
      readonly property: Reference<'energy'>;
      /** Absent only where a step trains the property itself. */
      readonly objective?: Reference<'objective'>;
    }
  | {
      readonly form: 'constraint';
      readonly property: Reference<'energy'>;
      /** One of both is there at least. */
      readonly low?: number;
      readonly high?: number;
    }
  | { readonly form: 'all'; readonly terms: readonly EnergyExpression[] }
  | { readonly form: 'any'; readonly terms: readonly EnergyExpression[]; readonly normalise?: MixtureNormalisation }
  | { readonly form: 'not'; readonly term: EnergyExpression; readonly strength: number }
  | {
      readonly form: 'given';
      readonly term: EnergyExpression;
      readonly at: Readonly<Record<string, VariableValue>>;
    }
  | { readonly form: 'temper'; readonly term: EnergyExpression; readonly beta: number }
  | {
      readonly form: 'minimum-over';
      readonly term: EnergyExpression;
      readonly latents: readonly VariableName[];
      readonly method: LatentMethod;
    }
  | {
      readonly form: 'free-energy';
      readonly term: EnergyExpression;
      readonly latents: readonly VariableName[];
      readonly beta: number;
      readonly method: LatentMethod;
    }
  | {
      readonly form: 'trained';
      /** The step that trained it. */
      readonly step: string;
      /** What gets the parameters, where it is not the energy of the step: the same networks that report something else. */
      readonly as?: Reference<'energy'>;
      /** Where what was trained is a property. */
      readonly objective?: Reference<'objective'>;
      /** The energy that the step trained, as it was before; absent until names are resolved. */
      readonly term?: EnergyExpression;
    }
);

/** The expressions directly below one. */
export function childrenOf(expression: EnergyExpression): readonly EnergyExpression[] {
  if ('terms' in expression) return expression.terms;
  return 'term' in expression && expression.term !== undefined ? [expression.term] : [];
}

/** The same expression over other children, one for each. */
export function withChildren(
  expression: EnergyExpression,
  change: (child: EnergyExpression) => EnergyExpression,
): EnergyExpression {
  if ('terms' in expression) return { ...expression, terms: expression.terms.map(change) };
  if (!('term' in expression) || expression.term === undefined) return expression;
  return { ...expression, term: change(expression.term) };
}
