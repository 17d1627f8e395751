import { distancesOf } from '../graph/distances.js';
import { outerElectrons } from '../graph/elements.js';
import { aromaticBond, dativeBond, degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { isDonor } from '../graph/valence.js';
import { countKeys, type SparseCounts } from './sparse-counts.js';

/** Longest distance, in bonds, that makes a pair. */
const maximumDistance = 10;

/** Elements that atom pairs tell apart. */
const typedElements = [5, 6, 7, 8, 9, 14, 15, 16, 17, 33, 34, 35, 51, 52];

/** Type of the other elements, iodine among them. */
const otherType = 15;

const typeOf = Uint8Array.from({ length: 256 }, (_, z) => {
  const index = typedElements.indexOf(z);
  return index === -1 ? otherType : index;
});

/**
 * Atom-pair count fingerprint, RDKit's, unfolded and without chirality: every pair of atoms 1 to 10 bonds apart counts under
 * (distance, types of the two atoms), an atom's type being its heavy degree, π electrons and element.
 *
 * @remarks O(atoms²).
 * @see Carhart, Smith & Venkataraghavan, J. Chem. Inf. Comput. Sci. 25, 64 (1985).
 */
export function atomPairCounts(graph: MolecularGraph): SparseCounts {
  const { atomCount } = graph;
  const distances = distancesOf(graph);
  const codes = Uint16Array.from({ length: atomCount }, (_, atom) => atomCode(graph, atom));
  const keys = new Uint32Array((atomCount * (atomCount - 1)) / 2);
  let count = 0;
  for (let a = 1; a < atomCount; a++) {
    for (let b = 0; b < a; b++) {
      const distance = distances[a * atomCount + b]!;
      if (distance > maximumDistance) continue;
      const low = Math.min(codes[a]!, codes[b]!);
      const high = Math.max(codes[a]!, codes[b]!);
      keys[count++] = distance | (low << 5) | (high << 14);
    }
  }
  return countKeys(keys.slice(0, count));
}

function atomCode(graph: MolecularGraph, atom: number): number {
  const branches = degree(graph, atom) % 7;
  return branches | ((piElectrons(graph, atom) % 3) << 3) | (typeOf[graph.atomicNumber[atom]!]! << 5);
}

/** Aromatic 1; sp³ 0; otherwise valence without hydrogens less bonds. A donor has no part in its dative bonds. */
function piElectrons(graph: MolecularGraph, atom: number): number {
  if (graph.aromatic[atom] === 1) return 1;
  let bonds = 0;
  let valence = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    if (isDonor(graph, atom, bond)) continue;
    const order = graph.bondOrder[bond]!;
    bonds++;
    valence += order === aromaticBond ? 1.5 : order === dativeBond ? 1 : order;
  }
  return orbitalCount(graph, atom, bonds, valence) === 4 ? 0 : valence - bonds;
}

/** Bonds and lone pairs: 4 makes an atom sp³. */
function orbitalCount(graph: MolecularGraph, atom: number, bonds: number, valence: number): number {
  const hydrogens = graph.hydrogens[atom]!;
  const outer = outerElectrons[graph.atomicNumber[atom]!]!;
  const free = outer - (valence + hydrogens + graph.charge[atom]!);
  return bonds + hydrogens + Math.max(0, Math.floor(free / 2));
}
