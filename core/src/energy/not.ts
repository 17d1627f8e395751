import { ConfigurationError } from '../errors/design-error.js';
import { whenDone } from '../numerics/awaitable.js';
import type { Composed } from './composed.js';
import { compositionParameters } from './composition-parameters.js';
import type { Decomposable, Trainable } from './energy.js';
import { forbids } from './forbids.js';
import { scaledTerm } from './scaled-term.js';
import { termWeights } from './term-weights.js';
import type { WeightedTerm } from './weighted-term.js';

/**
 * Negation: E = −α E₁ with α = `term.weight` > 0, so p ∝ p₁^(−α): states that the term likes are avoided. On its own this is
 * proper only on a finite space; in an `all` it lowers the other terms' energies where E₁ is high, and what is left must still
 * have an integral: see `propernessOf`. The parameters are ln α and those of the term.
 * A state that the term forbids would get −Infinity: a term that is known to forbid states is refused, and of another the row where
 * it happens.
 *
 * @throws {ConfigurationError} α is not finite and > 0, or the term has a hard constraint.
 * @see Du, Li & Mordatch, NeurIPS (2020), on composing energies by negation.
 */
export function not<B>(given: WeightedTerm<B>): Decomposable<B> & Trainable<B> & Composed<B> {
  if (!(Number.isFinite(given.weight) && given.weight > 0)) {
    throw new ConfigurationError([
      { path: ['not'], message: `strength of 'not' is ${given.weight}; it must be finite and > 0` },
    ]);
  }
  if (forbids(given.energy)) {
    const message =
      `'${given.name}' forbids states by a hard constraint, which 'not' would give the energy −Infinity; ` +
      'to forbid the others instead, constrain the property to another range';
    throw new ConfigurationError([{ path: ['not'], message }]);
  }
  const weights = termWeights([given]);
  const [term] = weights.terms as readonly [WeightedTerm<B>];
  const { energy, name } = term;
  const negation = scaledTerm(term, { join: 'not', name: `not ${name}`, sign: -1 });
  const parameters = compositionParameters(weights, [energy], (batch, rowWeights) =>
    whenDone(negation.evaluate(batch), (values) => ({
      logWeights: Float64Array.of(rowWeights.reduce((sum, weight, row) => sum + weight * values[row]!, 0)),
      rowWeights: [rowWeights.map((weight) => -term.weight * weight)],
    })),
  );
  // `assign` would read the tail once; here it goes on following the strength.
  return Object.defineProperties(negation, Object.getOwnPropertyDescriptors(parameters)) as typeof negation &
    Trainable<B>;
}
