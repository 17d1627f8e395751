import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
import { type Energy, isTrainable, type Trainable } from './energy.js';
import type { TermWeights } from './term-weights.js';

/** What a composition's ∂E/∂θ needs of a batch. */
export interface CompositionDerivatives {
  /** Σᵣ ρᵣ ∂E(xᵣ)/∂ ln wᵢ for each term. */
  readonly logWeights: Float64Array;
  /** For each term ρᵣ ∂E(xᵣ)/∂Eᵢ, [rows]: the row weights with which the term's own parameters count. */
  readonly rowWeights: readonly Float64Array[];
}

/**
 * The parameters of a composition: ln w₁ … ln wₙ, then those of each trainable part in order. A part that stands in a composition
 * twice has its parameters there twice: both places must be given the same numbers.
 *
 * @param parts - Whose parameters are learned too: the energies of the terms, or none where these are held.
 */
export function compositionParameters<B>(
  weights: TermWeights<B>,
  parts: readonly Energy<B>[],
  derivatives: (batch: B, rowWeights: Float64Array) => Awaitable<CompositionDerivatives>,
): Omit<Trainable<B>, 'evaluate'> {
  const count = weights.terms.length;
  const trainable = parts.flatMap((part, index) => (isTrainable(part) ? [{ part, index }] : []));
  const parameterCount = trainable.reduce((sum, { part }) => sum + part.parameterCount, count);
  return {
    parameterCount,
    parameters: () =>
      joined(
        weights.logWeights(),
        trainable.map(({ part }) => part.parameters()),
        parameterCount,
      ),
    setParameters: (parameters) => {
      requireParameters(parameters, parameterCount);
      weights.setLogWeights(parameters.slice(0, count));
      let offset = count;
      for (const { part } of trainable) {
        part.setParameters(parameters.slice(offset, offset + part.parameterCount));
        offset += part.parameterCount;
      }
    },
    parameterGradient: (batch, rowWeights) =>
      whenDone(derivatives(batch, rowWeights), (found) =>
        whenAll(
          trainable.map(({ part, index }) => part.parameterGradient(batch, found.rowWeights[index]!)),
          (gradients) => joined(found.logWeights, gradients, parameterCount),
        ),
      ),
  };
}

/** @throws {RangeError} Wrong length, or a number that is not finite. */
export function requireParameters(parameters: Float64Array, count: number): void {
  if (parameters.length !== count)
    throw new RangeError(`${parameters.length} parameters were given, ${count} are needed`);
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new RangeError(`parameter ${wrong} is ${parameters[wrong]}; it must be finite`);
}

function joined(first: Float64Array, others: readonly Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  whole.set(first);
  let offset = first.length;
  for (const other of others) {
    whole.set(other, offset);
    offset += other.length;
  }
  return whole;
}
