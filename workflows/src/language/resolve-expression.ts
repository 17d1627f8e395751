import { ConfigurationError, type EnergyExpression, withChildren } from '@basin/core';

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
  if (expression.form !== 'named') return withChildren(expression, (child) => resolveExpression(child, energies));
  const named = energies.get(expression.name);
  if (named === undefined) {
    throw new ConfigurationError([{ path: ['energies'], message: `no energy is named '${expression.name}'` }]);
  }
  return { ...resolveExpression(named, energies), label, weight };
}
