import type { Energy, TermJoin } from './energy.js';
import type { WeightedTerm } from './weighted-term.js';

/** What an energy is made of. */
export interface Composition<B> {
  /** How the terms are joined; 'latent' where variables of the one term are summed out or minimised over at fixed points. */
  readonly join: Exclude<TermJoin, 'leaf'> | 'latent';
  /** With the weights that they have now. */
  readonly terms: readonly WeightedTerm<B>[];
  /** Of 'any': whether each term is divided by its partition function. */
  readonly isNormalised: boolean;
  /** Standard errors of the ln Z by which the terms are divided; absent where all are exact. */
  readonly partitionErrors?: readonly number[];
  /** Of 'any': ln wᵢ − ln Zᵢ of each term as they are now, ln Zᵢ being 0 where the mixture is not normalised. */
  readonly logShares?: () => Float64Array;
}

/** Capability: tells what it is made of, for whoever reasons about an energy: what is proper, which partition functions are unknown. */
export interface Composed<B> extends Energy<B> {
  readonly composition: Composition<B>;
}

export function isComposed<B>(energy: Energy<B>): energy is Composed<B> {
  return 'composition' in energy;
}

export function composedOf<B>(
  join: Composition<B>['join'],
  terms: readonly WeightedTerm<B>[],
  isNormalised = false,
  more: Pick<Composition<B>, 'partitionErrors' | 'logShares'> = {},
): Pick<Composed<B>, 'composition'> {
  return { composition: { join, terms, isNormalised, ...more } };
}
