import {
  type Awaitable,
  type Energy,
  type EnergyExpression,
  not,
  type Reference,
  tempered,
  type WeightedTerm,
} from '@basin/core';

type ExpressionOf<F extends EnergyExpression['form']> = Extract<EnergyExpression, { form: F }>;

export type PropertyExpression = ExpressionOf<'property'>;
export type ConstraintExpression = ExpressionOf<'constraint'>;
export type MixtureExpression = ExpressionOf<'any'>;
export type GivenExpression = ExpressionOf<'given'>;
export type LatentExpression = ExpressionOf<'free-energy' | 'minimum-over'>;
export type TrainedExpression = ExpressionOf<'trained'>;

type Term = WeightedTerm<unknown>;

/** What an expression is made of that stands in no file: the energies at its leaves, and the operators that need the space. */
export interface ExpressionParts {
  energy(reference: Reference<'energy'>): Awaitable<Energy<unknown>>;
  property(expression: PropertyExpression): Awaitable<Energy<unknown>>;
  constraint(expression: ConstraintExpression): Awaitable<Energy<unknown>>;
  all(terms: readonly Term[]): Awaitable<Energy<unknown>>;
  any(expression: MixtureExpression, terms: readonly Term[]): Awaitable<Energy<unknown>>;
  given(expression: GivenExpression, term: Term): Awaitable<Energy<unknown>>;
  latent(expression: LatentExpression, term: Term): Awaitable<Energy<unknown>>;
  trained(expression: TrainedExpression): Awaitable<Energy<unknown>>;
}

/**
 * The energy of a whole expression without named energies. A weight at the root counts as it would in an `all` of this one term.
 * Leaves are asked for side by side, each begun in the order of the expression.
 */
export async function composeExpression(
  expression: EnergyExpression,
  parts: ExpressionParts,
): Promise<Energy<unknown>> {
  const energy = await compose(expression, parts);
  const { label, weight } = expression;
  return weight === 1 ? energy : parts.all([{ name: label, weight, energy }]);
}

async function compose(expression: EnergyExpression, parts: ExpressionParts): Promise<Energy<unknown>> {
  switch (expression.form) {
    case 'energy':
      return parts.energy(expression.energy);
    case 'property':
      return parts.property(expression);
    case 'constraint':
      return parts.constraint(expression);
    case 'all':
      return parts.all(await composeTerms(expression.terms, parts));
    case 'any':
      return parts.any(expression, await composeTerms(expression.terms, parts));
    case 'not':
      return not(await composeTerm(expression.term, parts, expression.strength));
    case 'temper':
      return tempered(await composeTerm(expression.term, parts, expression.beta));
    case 'given':
      return parts.given(expression, await composeTerm(expression.term, parts));
    case 'free-energy':
    case 'minimum-over':
      return parts.latent(expression, await composeTerm(expression.term, parts));
    case 'trained':
      return parts.trained(expression);
    case 'named':
      throw new TypeError(`the energy '${expression.name}' is not resolved`);
  }
}

/** @param factor - Multiplies the weight that the term has of its own. */
async function composeTerm(term: EnergyExpression, parts: ExpressionParts, factor = 1): Promise<Term> {
  return { name: term.label, weight: factor * term.weight, energy: await compose(term, parts) };
}

function composeTerms(terms: readonly EnergyExpression[], parts: ExpressionParts): Promise<readonly Term[]> {
  return Promise.all(terms.map((term) => composeTerm(term, parts)));
}
