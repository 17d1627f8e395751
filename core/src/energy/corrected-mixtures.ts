import { isComposed } from './composed.js';
import type { Energy } from './energy.js';

/**
 * Mixtures, at any depth, whose terms are divided by their partition functions at β = 1, and the β at which each is used: the
 * sampler's, times what tempers or weights the mixture on the way, < 0 below a `not`. At another β than 1 its shares are not the weights.
 *
 * @returns Names from below the root, joined by dots, '' for the root itself.
 */
export function correctedMixtures<B>(
  energy: Energy<B>,
  beta: number,
  name = '',
): readonly { readonly name: string; readonly beta: number }[] {
  if (!isComposed(energy)) return [];
  const { join, terms, isNormalised } = energy.composition;
  const own = isNormalised && terms.length > 1 ? [{ name, beta }] : [];
  const below = terms.flatMap((term) => {
    const at = name === '' ? term.name : `${name}.${term.name}`;
    const factor = join === 'any' ? 1 : join === 'not' ? -term.weight : term.weight;
    return correctedMixtures(term.energy, beta * factor, at);
  });
  return [...own, ...below];
}
