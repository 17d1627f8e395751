import { isComposed } from './composed.js';
import type { Energy, TermTree } from './energy.js';

/** A component of a mixture, and how much of each state is its own. */
export interface MixtureShare {
  /** Names from below the root, joined by dots, as tables name terms. */
  readonly path: string;
  /** [rows], in [0, 1]: the probability that a state like this one comes from the component. */
  readonly values: Float64Array;
}

/**
 * The posterior responsibilities wᵢ e^(−Eᵢ) / Σⱼ wⱼ e^(−Eⱼ) of the components of every mixture in an energy, with the weights that
 * count: divided by partition functions where the mixture is. Their means over draws of e^(−E) are the shares that the components
 * have of the distribution. Those of a mixture within a component are parts of that component's. A mixture below a `not` has no
 * components to speak of and is left out.
 *
 * @param tree - Of the energy.
 * @remarks No evaluation: O(components × rows).
 */
export function mixtureShares<B>(tree: TermTree, energy: Energy<B> | undefined): readonly MixtureShare[] {
  return sharesBelow(tree, energy, '', undefined);
}

function sharesBelow<B>(
  tree: TermTree,
  energy: Energy<B> | undefined,
  path: string,
  within: Float64Array | undefined,
): readonly MixtureShare[] {
  if (tree.join === 'leaf' || tree.join === 'not') return [];
  const own = tree.join === 'any' && tree.terms.length > 1 ? responsibilities(tree, energy, within) : undefined;
  const below = partsOf(tree, energy);
  return tree.terms.flatMap((term, t) => {
    const at = path === '' ? term.name : `${path}.${term.name}`;
    const inner = sharesBelow(term, below[t], at, own?.[t] ?? within);
    return own === undefined ? inner : [{ path: at, values: own[t]! }, ...inner];
  });
}

/** The energies of a tree's terms, where it is known what the energy is made of. */
function partsOf<B>({ join, terms }: TermTree, energy: Energy<B> | undefined): readonly (Energy<B> | undefined)[] {
  const composition = energy !== undefined && isComposed(energy) ? energy.composition : undefined;
  const isSame = composition?.join === join && composition.terms.length === terms.length;
  return terms.map((_, t) => (isSame ? composition.terms[t]!.energy : undefined));
}

function responsibilities<B>(
  { terms, energy: ofAll }: TermTree,
  energy: Energy<B> | undefined,
  within: Float64Array | undefined,
): readonly Float64Array[] {
  const given = energy !== undefined && isComposed(energy) ? energy.composition.logShares?.() : undefined;
  const shares = given ?? Float64Array.from(terms, ({ weight }) => Math.log(weight));
  const parts = terms.map((term) => new Float64Array(term.energy.length));
  for (let row = 0; row < ofAll.length; row++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < terms.length; t++) highest = Math.max(highest, shares[t]! - terms[t]!.energy[row]!);
    // A state that every component forbids is of none.
    if (highest === Number.NEGATIVE_INFINITY) continue;
    let sum = 0;
    for (let t = 0; t < terms.length; t++) {
      parts[t]![row] = Math.exp(shares[t]! - terms[t]!.energy[row]! - highest);
      sum += parts[t]![row]!;
    }
    const scale = (within?.[row] ?? 1) / sum;
    for (let t = 0; t < terms.length; t++) parts[t]![row]! *= scale;
  }
  return parts;
}
