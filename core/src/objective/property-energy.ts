import {
  type Decomposable,
  type Differentiable,
  isDifferentiable,
  type Property,
  type ValueAndGradient,
} from '../energy/energy.js';
import { whenDone } from '../numerics/awaitable.js';
import type { Objective } from './objective.js';

/**
 * A property with an objective: the energy E(x) = objective(property(x)), with the property's value in its term.
 * Differentiable, by the chain rule, where the property is. The energy is NaN where the property is undefined.
 *
 * @param name - Of the term, where this energy is not part of a composition, which names it itself.
 */
export function propertyEnergy<B>(
  property: Property<B>,
  unit: string,
  objective: Objective,
  name = 'property',
): Decomposable<B> {
  const energy: Decomposable<B> = {
    evaluate: (batch) => whenDone(property.evaluate(batch), (values) => objective.energy(values)),
    evaluateTerms: (batch) =>
      whenDone(property.evaluate(batch), (value) => ({
        name,
        weight: 1,
        join: 'leaf' as const,
        energy: objective.energy(value),
        value,
        unit,
        terms: [],
      })),
  };
  if (!isDifferentiable(property)) return energy;
  const differentiable: Decomposable<B> & Differentiable<B> = {
    ...energy,
    evaluateWithGradient: (batch) =>
      whenDone(property.evaluateWithGradient(batch), (value) => chainRule(value, objective)),
  };
  return differentiable;
}

function chainRule({ energy: value, gradient }: ValueAndGradient, objective: Objective): ValueAndGradient {
  const slope = objective.derivative(value);
  const width = value.length === 0 ? 0 : gradient.length / value.length;
  return { energy: objective.energy(value), gradient: gradient.map((g, i) => g * slope[Math.floor(i / width)]!) };
}
