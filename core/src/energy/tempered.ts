import { ConfigurationError } from '../errors/design-error.js';
import type { Composed } from './composed.js';
import {
  type BoundedBelow,
  type Decomposable,
  isBoundedBelow,
  isNormalised,
  isTrainable,
  type Normalised,
  type Trainable,
} from './energy.js';
import { scaledTerm } from './scaled-term.js';
import type { WeightedTerm } from './weighted-term.js';
import { withCapabilities } from './with-capabilities.js';

/**
 * One term at its own inverse temperature: E = β E₁ with β = `term.weight` > 0, so p ∝ p₁^β. In an `all` that is a weight; in an
 * `any` it is not: there a weight is a share of the mixture, while β < 1 flattens the term itself. β is a setting: only the
 * term's own parameters are learned.
 *
 * @throws {ConfigurationError} β is not finite and > 0.
 */
export function tempered<B>(term: WeightedTerm<B>): Decomposable<B> & Composed<B> {
  const { energy, weight: beta, name } = term;
  if (!(Number.isFinite(beta) && beta > 0)) {
    throw new ConfigurationError([
      { path: ['temper'], message: `beta of 'temper' is ${beta}; it must be finite and > 0` },
    ]);
  }
  return withCapabilities<Decomposable<B> & Composed<B>, object>(
    scaledTerm(term, { join: 'tempered', name, sign: 1 }),
    isTrainable(energy) ? scaledParameters(energy, beta) : undefined,
    isNormalised(energy)
      ? ({ logPartition: (other) => energy.logPartition(beta * other) } satisfies Pick<Normalised<B>, 'logPartition'>)
      : undefined,
    isBoundedBelow(energy) ? scaledBound(energy, beta) : undefined,
  );
}

function scaledBound<B>(energy: BoundedBelow<B>, factor: number): Pick<BoundedBelow<B>, 'lowerBound'> {
  return {
    get lowerBound() {
      return factor * energy.lowerBound;
    },
  };
}

/** The parameters of a term whose energy counts `factor` times; its weight is no parameter. */
export function scaledParameters<B>(energy: Trainable<B>, factor: number): Omit<Trainable<B>, 'evaluate'> {
  return {
    parameterCount: energy.parameterCount,
    parameters: () => energy.parameters(),
    setParameters: (parameters) => energy.setParameters(parameters),
    parameterGradient: (batch, rowWeights) =>
      energy.parameterGradient(
        batch,
        rowWeights.map((weight) => factor * weight),
      ),
  };
}
