import { absoluteSiteEnergies } from '../energy/absolute-site-energies.js';
import {
  type Decomposable,
  type Differentiable,
  isClamped,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  isSiteSloped,
  isTailed,
  isTrainable,
  type Local,
  type Property,
  type SiteLocal,
  type SiteSloped,
  type Trainable,
  type ValueAndGradient,
  type ValueAndSlopes,
} from '../energy/energy.js';
import type { Slopes } from '../energy/site-slopes.js';
import { scaledTail } from '../energy/tails.js';
import { withCapabilities } from '../energy/with-capabilities.js';
import { whenAll, whenDone } from '../numerics/awaitable.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import type { Objective } from './objective.js';

/**
 * A property with an objective: the energy E(x) = objective(property(x)), with the property's value in its term. What the property
 * can, the energy can: its gradient, the slopes of its sites and ∂E/∂θ follow by the chain rule. The energy is NaN where the property is undefined.
 *
 * @param name - Of the term, where this energy is not part of a composition, which names it itself.
 * @param space - Where it is discrete and the property has site energies, the energy has them too: with every site coupled to
 *   every other, for an objective bends what was a sum.
 */
export function propertyEnergy<B>(
  property: Property<B>,
  unit: string,
  objective: Objective,
  name = 'property',
  space?: StateSpace<B>,
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
  return withCapabilities<Decomposable<B>, object>(
    energy,
    isDifferentiable(property) ? slopeOf(property, objective) : undefined,
    isLocal(property) ? changeOf(property, objective) : undefined,
    isSiteLocal(property) && space !== undefined && isDiscrete(space)
      ? siteEnergiesOf(property, objective, space)
      : undefined,
    isSiteSloped(property) ? siteSlopesOf(property, objective) : undefined,
    isTrainable(property) ? parametersOf(property, objective) : undefined,
    isClamped(property) ? { clamp: property.clamp } : undefined,
    isTailed(property) && objective.slope !== undefined
      ? { tail: scaledTail(property.tail, objective.slope) }
      : undefined,
  );
}

function slopeOf<B>(
  property: Differentiable<B>,
  objective: Objective,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  return {
    evaluateWithGradient: (batch, into) =>
      whenDone(property.evaluateWithGradient(batch, into), (value) => chainRule(value, objective, into)),
  };
}

/** @param into - May be the property's own value and gradient. */
function chainRule(
  { energy: value, gradient }: ValueAndGradient,
  objective: Objective,
  into: ValueAndGradient | undefined,
): ValueAndGradient {
  const slope = objective.derivative(value);
  const energy = objective.energy(value);
  const width = value.length === 0 ? 0 : gradient.length / value.length;
  const product = into?.gradient ?? new Float64Array(gradient.length);
  for (let row = 0, i = 0; row < slope.length; row++) {
    for (let axis = 0; axis < width; axis++, i++) product[i] = gradient[i]! * slope[row]!;
  }
  if (into === undefined) return { energy, gradient: product };
  into.energy.set(energy);
  return into;
}

/** The property where one comes from is evaluated: an objective needs more than the change. */
function changeOf<B>(property: Local<B>, objective: Objective): Pick<Local<B>, 'difference'> {
  return {
    difference: (from, to) =>
      whenAll([property.evaluate(from), property.difference(from, to)], ([before, change]) => {
        const energyBefore = objective.energy(before!);
        const after = objective.energy(change!.map((value, row) => before![row]! + value));
        return after.map((value, row) => value - energyBefore[row]!);
      }),
  };
}

function siteEnergiesOf<B>(
  property: SiteLocal<B>,
  objective: Objective,
  space: Discrete<B>,
): Omit<SiteLocal<B>, 'evaluate'> {
  return {
    siteGraph: undefined,
    siteEnergies: (batch, sites, into) =>
      whenDone(absoluteSiteEnergies(property, space, batch, sites, into), () => {
        // A site's missing values carry +Infinity, which an objective may like: they keep it.
        const energies = objective.energy(into);
        for (let i = 0; i < into.length; i++) if (into[i] !== Number.POSITIVE_INFINITY) into[i] = energies[i]!;
      }),
  };
}

/** What a site cannot take, or must not, keeps +Infinity, whatever the objective likes. */
function siteSlopesOf<B>(property: SiteSloped<B>, objective: Objective): Slopes<B> {
  return {
    evaluateWithSlopes: (batch) =>
      whenDone(property.evaluateWithSlopes(batch), ({ energy: value, slopes }): ValueAndSlopes => {
        const derivative = objective.derivative(value);
        const perRow = value.length === 0 ? 0 : slopes.length / value.length;
        const product = slopes.map((slope, i) =>
          slope === Number.POSITIVE_INFINITY ? slope : slope * derivative[Math.floor(i / perRow)]!,
        );
        return { energy: objective.energy(value), slopes: product };
      }),
  };
}

function parametersOf<B>(property: Trainable<B>, objective: Objective): Omit<Trainable<B>, 'evaluate'> {
  return {
    parameterCount: property.parameterCount,
    parameters: () => property.parameters(),
    setParameters: (parameters) => property.setParameters(parameters),
    parameterGradient: (batch, rowWeights) =>
      whenDone(property.evaluate(batch), (values) => {
        const slope = objective.derivative(values);
        return property.parameterGradient(
          batch,
          rowWeights.map((weight, row) => weight * slope[row]!),
        );
      }),
  };
}
