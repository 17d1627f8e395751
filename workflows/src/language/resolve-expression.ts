import { ConfigurationError, type EnergyExpression, withChildren } from '@basin/core';
import type { WorkflowDocument } from './workflow-document.js';

/** An expression in which no named energy is left, and what was trained holds what was trained. */
export type ResolvedExpression = EnergyExpression;

/** What names in expressions stand for. */
export type NamedParts = Pick<WorkflowDocument, 'energies' | 'steps'>;

/**
 * Puts the named energies in place of their names, and the energies of the steps that train them beside the names of these, at
 * every depth. A term keeps the label and the weight that it has where it is used.
 *
 * @throws {ConfigurationError} A name is unknown; a validated document has none such, and no circles.
 */
export function resolveExpression(expression: EnergyExpression, parts: NamedParts): ResolvedExpression {
  const { label, weight } = expression;
  if (expression.form === 'named') {
    const named = parts.energies.get(expression.name);
    if (named !== undefined) return { ...resolveExpression(named, parts), label, weight };
    throw unknown(['energies'], `no energy is named '${expression.name}'`);
  }
  if (expression.form === 'trained')
    return { ...expression, term: resolveExpression(trainedBy(expression, parts), parts) };
  return withChildren(expression, (child) => resolveExpression(child, parts));
}

/** The expression of the energy that a step trains. @throws {ConfigurationError} There is no such step, or it has no energy. */
function trainedBy({ step }: Extract<EnergyExpression, { form: 'trained' }>, { steps }: NamedParts): EnergyExpression {
  const energy = steps.find(({ name }) => name === step)?.energyExpression;
  if (energy === undefined) throw unknown(['steps'], `no step '${step}' trains an energy`);
  return energy;
}

function unknown(path: readonly string[], message: string): ConfigurationError {
  return new ConfigurationError([{ path, message }]);
}
