import { ConfigurationError } from '../errors/design-error.js';
import { whenDone } from '../numerics/awaitable.js';
import type { Decomposable, Differentiable, Energy, Local, TermTree, ValueAndGradient } from './energy.js';
import { isDifferentiable, isLocal } from './energy.js';
import { checkedEnergy, scaled, termTreeOf, type WeightedTerm } from './weighted-term.js';

/**
 * Negation: E = −α E₁ with α = `term.weight` > 0, so p ∝ p₁^(−α): states that the term likes are avoided. On its own this is
 * proper only on a finite space; in an `all` it lowers the other terms' energies where E₁ is high.
 * A state that the term forbids would get −Infinity: that is refused at the row where it happens.
 *
 * @throws {ConfigurationError} α is not finite and > 0.
 * @see Du, Li & Mordatch, NeurIPS (2020), on composing energies by negation.
 */
export function not<B>(term: WeightedTerm<B>): Decomposable<B> {
  const { energy, weight: strength, name } = term;
  if (!(Number.isFinite(strength) && strength > 0)) {
    throw new ConfigurationError([
      { path: ['not'], message: `strength of 'not' is ${strength}; it must be finite and > 0` },
    ]);
  }
  const negate: Negate = (values) => checkedEnergy(`not ${name}`, scaled(values, -strength));
  const negation: Decomposable<B> = {
    evaluate: (batch) => whenDone(energy.evaluate(batch), negate),
    evaluateTerms: (batch) =>
      whenDone(
        termTreeOf(term, batch),
        (tree): TermTree => ({ name: 'not', weight: 1, join: 'not', energy: negate(tree.energy), terms: [tree] }),
      ),
  };
  return withGradient(withDifference(negation, energy, negate), energy, strength, negate);
}

type Negate = (values: Float64Array) => Float64Array;

function withDifference<B>(negation: Decomposable<B>, energy: Energy<B>, negate: Negate): Decomposable<B> {
  if (!isLocal(energy)) return negation;
  const local: Decomposable<B> & Local<B> = {
    ...negation,
    difference: (from, to) => whenDone(energy.difference(from, to), negate),
  };
  return local;
}

function withGradient<B>(
  negation: Decomposable<B>,
  energy: Energy<B>,
  strength: number,
  negate: Negate,
): Decomposable<B> & Partial<Differentiable<B>> {
  if (!isDifferentiable(energy)) return negation;
  return {
    ...negation,
    evaluateWithGradient: (batch) =>
      whenDone(
        energy.evaluateWithGradient(batch),
        (value): ValueAndGradient => ({
          energy: negate(value.energy),
          gradient: scaled(value.gradient, -strength),
        }),
      ),
  };
}
