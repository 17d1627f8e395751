import { type Awaitable, all, any, type Energy, type EnergyExpression, not, type Reference } from '@basin/core';

export type PropertyExpression = Extract<EnergyExpression, { form: 'property' }>;

/** Where the energies at the leaves of an expression come from. */
export interface ExpressionLeaves {
  energy(reference: Reference<'energy'>): Awaitable<Energy<unknown>>;
  property(expression: PropertyExpression): Awaitable<Energy<unknown>>;
}

/**
 * The energy of a whole expression without named energies. A weight at the root counts as it would in an `all` of this one term.
 * Leaves are asked for side by side, each begun in the order of the expression.
 */
export async function composeExpression(
  expression: EnergyExpression,
  leaves: ExpressionLeaves,
): Promise<Energy<unknown>> {
  const energy = await compose(expression, leaves);
  const { label, weight } = expression;
  return weight === 1 ? energy : all([{ name: label, weight, energy }]);
}

async function compose(expression: EnergyExpression, leaves: ExpressionLeaves): Promise<Energy<unknown>> {
  switch (expression.form) {
    case 'energy':
      return leaves.energy(expression.energy);
    case 'property':
      return leaves.property(expression);
    case 'all':
      return all(await composeTerms(expression.terms, leaves));
    case 'any':
      return any(await composeTerms(expression.terms, leaves));
    case 'not': {
      const { term, strength } = expression;
      return not({ name: term.label, weight: strength * term.weight, energy: await compose(term, leaves) });
    }
    case 'named':
      throw new TypeError(`the energy '${expression.name}' is not resolved`);
  }
}

function composeTerms(terms: readonly EnergyExpression[], leaves: ExpressionLeaves) {
  return Promise.all(
    terms.map(async (term) => ({ name: term.label, weight: term.weight, energy: await compose(term, leaves) })),
  );
}
