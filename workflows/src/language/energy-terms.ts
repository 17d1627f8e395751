import {
  all,
  any,
  constraint,
  type Decomposable,
  type DefinitionSource,
  type Energy,
  type Objective,
  propertyEnergy,
  type Reference,
  type TermJoin,
  type TermTree,
  unitOf,
  type WeightedTerm,
} from '@basin/core';
import { evaluateTree } from '../steps/evaluate-rows.js';
import { composeExpression, type ExpressionParts } from './compose-expression.js';
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
  const unitFor = ({ name, options }: Reference<'energy'>): string =>
    unitOf(definitionOf(source, 'energy', name), options);
  const parts: ExpressionParts = {
    energy: ({ name }) => {
      if (definitionOf(source, 'energy', name).decomposable === true) isKnown = false;
      return ofNoStates;
    },
    property: ({ property, label }) => propertyEnergy(ofNoStates, unitFor(property), asItIs, label),
    constraint: ({ property, label, low, high }) =>
      constraint(ofNoStates, unitFor(property), { low, high }, { name: label }),
    all: (terms) => all(terms),
    any: (_, terms) => any(terms),
    given: (_, term) => treeOf('given', [term]),
    latent: ({ form }) => treeOf('leaf', [], form),
    trained: ({ term, as, objective, label }) => {
      if (objective === undefined) return as === undefined ? composeExpression(term!, parts) : ofNoStates;
      const property = as ?? (term?.form === 'property' && term.objective === undefined ? term.property : undefined);
      return propertyEnergy(ofNoStates, property === undefined ? '1' : unitFor(property), asItIs, label);
    },
  };
  const energy = await composeExpression(expression, parts);
  return isKnown ? evaluateTree(energy, undefined) : undefined;
}

/** An energy of no states with these terms. */
function treeOf(join: TermJoin, terms: readonly WeightedTerm<unknown>[], name: string = join): Decomposable<unknown> {
  return {
    evaluate: () => new Float64Array(0),
    evaluateTerms: async () => {
      const below = terms.map(async ({ energy, ...own }) => ({ ...(await evaluateTree(energy, undefined)), ...own }));
      return { name, weight: 1, join, energy: new Float64Array(0), terms: await Promise.all(below) };
    },
  };
}
