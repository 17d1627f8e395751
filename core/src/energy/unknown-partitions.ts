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

/** The terms of mixtures whose partition functions were estimated, at any depth, each with the standard error of ln Z. */
export function estimatedPartitions<B>(
  energy: Energy<B>,
  path = '',
): readonly { readonly name: string; readonly standardError: number }[] {
  if (!isComposed(energy)) return [];
  const { terms, partitionErrors } = energy.composition;
  return terms.flatMap((term, t) => {
    const name = path === '' ? term.name : `${path}.${term.name}`;
    const standardError = partitionErrors?.[t] ?? 0;
    return [...(standardError === 0 ? [] : [{ name, standardError }]), ...estimatedPartitions(term.energy, name)];
  });
}

function isKnown<B>(energy: Energy<B>): boolean {
  return isNormalised(energy) && energy.logPartition(1) !== undefined;
}
