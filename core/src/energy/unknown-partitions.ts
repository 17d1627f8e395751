import { isComposed } from './composed.js';
import { type Energy, isNormalised } from './energy.js';

/**
 * The terms of mixtures whose partition functions are not known in closed form, at any depth: their shares of the mixture are then
 * not the weights that were given, and nobody can say what they are.
 *
 * @returns Names from below the root, joined by dots, as tables name terms.
 */
export function unknownPartitions<B>(energy: Energy<B>, path = ''): readonly string[] {
  if (!isComposed(energy)) return [];
  const { join, terms, isNormalised: isCorrected } = energy.composition;
  return terms.flatMap((term) => {
    const at = path === '' ? term.name : `${path}.${term.name}`;
    const isUnknown = join === 'any' && terms.length > 1 && !isCorrected && !isKnown(term.energy);
    return [...(isUnknown ? [at] : []), ...unknownPartitions(term.energy, at)];
  });
}

function isKnown<B>(energy: Energy<B>): boolean {
  return isNormalised(energy) && energy.logPartition(1) !== undefined;
}
