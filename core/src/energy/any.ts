import { whenAll } from '../numerics/awaitable.js';
import type { Decomposable, Differentiable, ValueAndGradient } from './energy.js';
import { joinTerms } from './join-terms.js';
import { checkedEnergies, checkTerms, differentiableParts, type WeightedTerm } from './weighted-term.js';

/**
 * Mixture: E = −log Σ wᵢ e^(−Eᵢ), so p ∝ Σ wᵢ e^(−Eᵢ) with the weights as given (they are not normalised, and neither are the
 * terms: a term with a larger partition function has a larger share).
 * For desirability energies −ln dᵢ with weights summing to 1 this is −ln of their weighted arithmetic mean.
 * A state is forbidden only where every term forbids it. Differentiable where every term is: the gradient is the sum of the
 * terms' gradients, each with its responsibility.
 *
 * @throws {ConfigurationError} See {@link checkTerms}.
 */
export function any<B>(terms: readonly WeightedTerm<B>[]): Decomposable<B> {
  checkTerms('any', terms);
  return withGradient(joinTerms('any', terms, softMinimum), terms);
}

function softMinimum<B>(terms: readonly WeightedTerm<B>[], values: readonly Float64Array[]): Float64Array {
  checkedEnergies(terms, values);
  const logWeights = terms.map(({ weight }) => Math.log(weight));
  return Float64Array.from({ length: values[0]?.length ?? 0 }, (_, row) => rowSoftMinimum(logWeights, values, row));
}

function rowSoftMinimum(logWeights: readonly number[], values: readonly Float64Array[], row: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < values.length; t++) highest = Math.max(highest, logWeights[t]! - values[t]![row]!);
  if (highest === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += Math.exp(logWeights[t]! - values[t]![row]! - highest);
  return -(highest + Math.log(sum));
}

function withGradient<B>(
  composition: Decomposable<B>,
  terms: readonly WeightedTerm<B>[],
): Decomposable<B> & Partial<Differentiable<B>> {
  const parts = differentiableParts(terms);
  if (parts === undefined) return composition;
  return {
    ...composition,
    evaluateWithGradient: (batch) =>
      whenAll(
        parts.map((part) => part.evaluateWithGradient(batch)),
        (values): ValueAndGradient => responsibleGradient(terms, values),
      ),
  };
}

function responsibleGradient<B>(
  terms: readonly WeightedTerm<B>[],
  values: readonly ValueAndGradient[],
): ValueAndGradient {
  const energy = softMinimum(
    terms,
    values.map((value) => value.energy),
  );
  const gradient = new Float64Array(values[0]?.gradient.length ?? 0);
  const width = energy.length === 0 ? 0 : gradient.length / energy.length;
  for (let t = 0; t < terms.length; t++) {
    const { weight } = terms[t]!;
    const part = values[t]!;
    for (let row = 0; row < energy.length; row++) {
      if (energy[row] === Number.POSITIVE_INFINITY) continue;
      const responsibility = weight * Math.exp(energy[row]! - part.energy[row]!);
      if (responsibility === 0) continue;
      for (let i = row * width; i < (row + 1) * width; i++) gradient[i]! += responsibility * part.gradient[i]!;
    }
  }
  return { energy, gradient };
}
