import { mergedClamp } from '../energy/common-clamp.js';
import { type Composed, composedOf } from '../energy/composed.js';
import {
  type Clamped,
  type Decomposable,
  type Differentiable,
  isClamped,
  isDifferentiable,
  isSiteLocal,
  isSiteSloped,
  isTrainable,
} from '../energy/energy.js';
import { checkedEnergy, type WeightedTerm } from '../energy/weighted-term.js';
import { withCapabilities } from '../energy/with-capabilities.js';
import { zeroColumns } from '../energy/zero-columns.js';
import { ConfigurationError } from '../errors/design-error.js';
import { whenDone } from '../numerics/awaitable.js';
import type { LatentMethod } from './latent-method.js';
import { type LatentMinimum, latentMinimum } from './latent-minimum.js';
import { latentSiteEnergies, latentSlopes } from './latent-site-energies.js';
import type { LatentVariables } from './latent-variables.js';

/**
 * The least energy over latent variables z: M(x) = min_z w E(x, z), the limit of the free energy at high β. It does not depend on
 * z, which states hold at fixed values ({@link Clamped}). Gradients and ∂M/∂θ are those of E at the minimiser, which is exact
 * where it is unique.
 *
 * @param term - Its weight multiplies E.
 * @throws {ConfigurationError} See {@link latentMinimum}; the weight is not finite and > 0.
 * @remarks 'enumerate' evaluates every point for every state; 'optimise' finds a local minimum: an upper bound.
 */
export function minimumOver<B>(
  term: WeightedTerm<B>,
  variables: LatentVariables<B>,
  method: LatentMethod,
): Decomposable<B> & Clamped<B> & Partial<Composed<B>> {
  const { energy, name, weight } = term;
  if (!(Number.isFinite(weight) && weight > 0)) {
    const message = `weight of '${name}' is ${weight}; it must be finite and > 0`;
    throw new ConfigurationError([{ path: ['minimum-over'], message }]);
  }
  const minimum = latentMinimum(name, energy, variables, method);
  const scaled = (values: Float64Array, into: Float64Array = new Float64Array(values.length)) => {
    for (let i = 0; i < values.length; i++) into[i] = weight * values[i]!;
    return into;
  };
  const evaluate = (batch: B) =>
    whenDone(minimum.minimise(batch), (found) => scaled(checkedEnergy(name, found.energy)));
  const base = {
    evaluate,
    evaluateTerms: (batch: B) =>
      whenDone(evaluate(batch), (values) => {
        return { name: 'minimum-over', weight: 1, join: 'leaf' as const, energy: values, terms: [] };
      }),
    clamp: isClamped(energy) ? mergedClamp(energy.clamp, minimum.clamp) : minimum.clamp,
    // Of a search nobody knows to which of its ends it goes, so that nothing follows for how the minimum grows.
    ...(minimum.points === undefined ? {} : composedOf<B>('latent', [term])),
  };
  return withCapabilities<typeof base, object>(
    base,
    isDifferentiable(energy) ? envelopeGradient(energy, minimum, scaled) : undefined,
    isTrainable(energy)
      ? {
          parameterCount: energy.parameterCount,
          parameters: () => energy.parameters(),
          setParameters: (parameters: Float64Array) => energy.setParameters(parameters),
          parameterGradient: (batch: B, rowWeights: Float64Array) =>
            whenDone(minimum.minimise(batch), (found) => energy.parameterGradient(found.batch, scaled(rowWeights))),
        }
      : undefined,
    isSiteLocal(energy) && minimum.points !== undefined && variables.kind === 'sites'
      ? latentSiteEnergies(energy, variables.space, minimum.points, (entries) => leastReduction(weight, entries))
      : undefined,
    isSiteSloped(energy) && minimum.points !== undefined && variables.kind === 'sites'
      ? latentSlopes(name, energy, variables.space, minimum.points, (entries) => leastReduction(weight, entries))
      : undefined,
  );
}

/** The envelope theorem: at the minimiser the energy does not change with z to first order. */
function envelopeGradient<B>(
  energy: Differentiable<B>,
  minimum: LatentMinimum<B>,
  scaled: (values: Float64Array, into?: Float64Array) => Float64Array,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  const { variables, clamp } = minimum;
  return {
    evaluateWithGradient: (batch, into) =>
      whenDone(minimum.minimise(batch), (found) =>
        whenDone(energy.evaluateWithGradient(found.batch, into), (value) => {
          const own = { energy: scaled(found.energy, into?.energy), gradient: scaled(value.gradient, into?.gradient) };
          if (variables.kind === 'coordinates') zeroColumns(own.gradient, own.energy.length, clamp.indices);
          return into ?? own;
        }),
      ),
  };
}

function leastReduction(weight: number, entries: number) {
  const least = new Float64Array(entries).fill(Number.POSITIVE_INFINITY);
  return {
    add: (entry: number, energy: number) => {
      if (weight * energy < least[entry]!) least[entry] = weight * energy;
    },
    result: (entry: number) => least[entry]!,
  };
}
