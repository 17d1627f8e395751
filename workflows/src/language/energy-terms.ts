import { type DefinitionSource, type Energy, type Objective, propertyEnergy, type TermTree } from '@basin/core';
import { evaluateTree } from '../steps/evaluate-rows.js';
import { composeExpression } from './compose-expression.js';
import { definitionOf } from './reading-context.js';
import type { ResolvedExpression } from './resolve-expression.js';

const ofNoStates: Energy<unknown> = { evaluate: () => new Float64Array(0) };
const asItIs: Objective = { energy: (values) => values, derivative: (values) => values };

/**
 * The terms that an energy will have, of no states: composed as the energy itself is, from leaves with nothing behind them.
 *
 * @returns Undefined where an extension names terms of its own, which it alone knows.
 */
export async function termsWithoutStates(
  expression: ResolvedExpression,
  source: DefinitionSource,
): Promise<TermTree | undefined> {
  let isKnown = true;
  const energy = await composeExpression(expression, {
    energy: ({ name }) => {
      if (definitionOf(source, 'energy', name).decomposable === true) isKnown = false;
      return ofNoStates;
    },
    property: ({ property, label }) =>
      propertyEnergy(ofNoStates, definitionOf(source, 'energy', property.name).unit, asItIs, label),
  });
  return isKnown ? evaluateTree(energy, undefined) : undefined;
}
