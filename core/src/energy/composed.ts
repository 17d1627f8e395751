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
  partitionErrors?: readonly number[],
): Pick<Composed<B>, 'composition'> {
  const errors = partitionErrors === undefined ? {} : { partitionErrors };
  return { composition: { join, terms, isNormalised, ...errors } };
}
