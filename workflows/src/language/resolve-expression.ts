import { ConfigurationError, type EnergyExpression } from '@basin/core';

/** An expression in which no named energy is left. */
export type ResolvedExpression = EnergyExpression;

/**
 * Puts the named energies in place of their names, at every depth. A term keeps the label and the weight that it has where it is
 * used.
 *
 * @throws {ConfigurationError} A name is unknown; a validated document has none such, and no circles.
 */
export function resolveExpression(
  expression: EnergyExpression,
  energies: ReadonlyMap<string, EnergyExpression>,
): ResolvedExpression {
  const { label, weight } = expression;
  switch (expression.form) {
    case 'named': {
      const named = energies.get(expression.name);
      if (named === undefined) {
        throw new ConfigurationError([{ path: ['energies'], message: `no energy is named '${expression.name}'` }]);
      }
      return { ...resolveExpression(named, energies), label, weight };
    }
    case 'all':
    case 'any':
      return { ...expression, terms: expression.terms.map((term) => resolveExpression(term, energies)) };
    case 'not':
      return { ...expression, term: resolveExpression(expression.term, energies) };
    default:
      return expression;
  }
}
