import { whenAll } from '../numerics/awaitable.js';
import type { Decomposable, TermTree } from './energy.js';
import { termTreeOf, type WeightedTerm } from './weighted-term.js';

/** Energies of the rows from those of each term; throws what `checkedEnergies` throws. */
export type JoinEnergies = <B>(terms: readonly WeightedTerm<B>[], values: readonly Float64Array[]) => Float64Array;

/** An energy with named terms: what `all` and `any` have in common. Each term is evaluated once for a batch. */
export function joinTerms<B>(
  join: 'all' | 'any',
  terms: readonly WeightedTerm<B>[],
  joinEnergies: JoinEnergies,
): Decomposable<B> {
  return {
    evaluate: (batch) =>
      whenAll(
        terms.map(({ energy }) => energy.evaluate(batch)),
        (values) => joinEnergies(terms, values),
      ),
    evaluateTerms: (batch) =>
      whenAll(
        terms.map((term) => termTreeOf(term, batch)),
        (trees): TermTree => {
          const energies = trees.map(({ energy }) => energy);
          return { name: join, weight: 1, join, energy: joinEnergies(terms, energies), terms: trees };
        },
      ),
  };
}
