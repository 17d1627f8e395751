import { whenAll } from '../numerics/awaitable.js';
import type { Decomposable, Differentiable, Energy, Local, ValueAndGradient } from './energy.js';
import { isLocal } from './energy.js';
import { joinTerms } from './join-terms.js';
import { checkedEnergies, checkTerms, differentiableParts, type WeightedTerm } from './weighted-term.js';

/**
 * Product of experts: E = Σ wᵢ Eᵢ, so p ∝ Π pᵢ^wᵢ. A state that any term forbids is forbidden.
 * Differentiable where every term is, and local where every term is: ΔE = Σ wᵢ ΔEᵢ.
 *
 * @throws {ConfigurationError} See {@link checkTerms}.
 * @see Hinton, Neural Comput. 14, 1771 (2002).
 */
export function all<B>(terms: readonly WeightedTerm<B>[]): Decomposable<B> {
  checkTerms('all', terms);
  const composition = joinTerms('all', terms, weightedSum);
  return withGradient(withDifference(composition, terms), terms);
}

function weightedSum<B>(terms: readonly WeightedTerm<B>[], values: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(values[0]?.length ?? 0);
  for (const [t, energy] of checkedEnergies(terms, values).entries()) {
    const { weight } = terms[t]!;
    for (let row = 0; row < total.length; row++) total[row]! += weight * energy[row]!;
  }
  return total;
}

function withDifference<B>(composition: Decomposable<B>, terms: readonly WeightedTerm<B>[]): Decomposable<B> {
  const parts = terms.map(({ energy }) => energy);
  if (!parts.every((energy: Energy<B>): energy is Local<B> => isLocal(energy))) return composition;
  const local: Decomposable<B> & Local<B> = {
    ...composition,
    difference: (from, to) =>
      whenAll(
        parts.map((part) => part.difference(from, to)),
        (changes) => weightedSum(terms, changes),
      ),
  };
  return local;
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
        (values): ValueAndGradient => sumWithGradients(terms, values),
      ),
  };
}

function sumWithGradients<B>(terms: readonly WeightedTerm<B>[], values: readonly ValueAndGradient[]): ValueAndGradient {
  const energy = weightedSum(
    terms,
    values.map((value) => value.energy),
  );
  const gradient = new Float64Array(values[0]?.gradient.length ?? 0);
  for (let t = 0; t < terms.length; t++) {
    const { weight } = terms[t]!;
    const part = values[t]!.gradient;
    for (let i = 0; i < gradient.length; i++) gradient[i]! += weight * part[i]!;
  }
  return { energy, gradient };
}
