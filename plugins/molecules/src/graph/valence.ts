import { elementSymbols, valencesOf } from './elements.js';
import { aromaticBond, dativeBond, type MolecularGraph } from './molecular-graph.js';

/**
 * Twice the sum of an atom's bond orders, aromatic bonds counting 1.5 and dative ones 1 at the acceptor, 0 at the
 * donor. Hydrogens that are no atoms are not in it.
 */
export function twiceBondOrderSum(graph: MolecularGraph, atom: number): number {
  const { neighbourStart, neighbourBond, bondOrder } = graph;
  let sum = 0;
  for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
    const order = bondOrder[neighbourBond[k]!]!;
    if (order < aromaticBond) sum += 2 * order;
    else if (order === aromaticBond) sum += 3;
    else if (isAcceptor(graph, atom, neighbourBond[k]!)) sum += 2;
  }
  return sum;
}

/** Whether a bond is dative and the atom its acceptor. */
export function isAcceptor({ bondOrder, bondEnd }: MolecularGraph, atom: number, bond: number): boolean {
  return bondOrder[bond] === dativeBond && bondEnd[bond] === atom;
}

/** Whether a bond is dative and the atom its donor. */
export function isDonor({ bondOrder, bondBegin }: MolecularGraph, atom: number, bond: number): boolean {
  return bondOrder[bond] === dativeBond && bondBegin[bond] === atom;
}

/**
 * Hydrogens that complete an uncharged atom of the organic subset to its next allowed valence; an aromatic atom only to
 * its first. 0 for elements of any valence, and where the bonds exceed every valence.
 */
export function implicitHydrogens(graph: MolecularGraph, atom: number): number {
  const twice = twiceBondOrderSum(graph, atom);
  const atomicNumber = graph.atomicNumber[atom]!;
  if (graph.aromatic[atom] === 1) {
    // Three aromatic bonds (4.5) are a carbon without hydrogen; two and a half orders never occur alone.
    const first = firstValence[atomicNumber]!;
    return Math.max(0, first - ((twice + 1) >> 1));
  }
  for (const valence of valencesOf(atomicNumber)) if (2 * valence >= twice) return valence - ((twice + 1) >> 1);
  return 0;
}

/**
 * Total valence of an atom as RDKit counts it (SMARTS 'v'): bond orders and hydrogens. Aromatic bonds count 1.5; where
 * that passes the atom's allowed valence (of its charge) by 1.5 or less, as at the nitrogen of a substituted pyrrole,
 * the allowed valence is meant.
 */
export function totalValence(graph: MolecularGraph, atom: number): number {
  const twice = twiceBondOrderSum(graph, atom) + 2 * graph.hydrogens[atom]!;
  if (graph.aromatic[atom] === 1) {
    const allowed = aromaticCeiling(graph.atomicNumber[atom]!, graph.charge[atom]!, twice);
    if (allowed > 0 && twice > 2 * allowed && twice <= 2 * allowed + 3) return allowed;
  }
  return (twice + 1) >> 1;
}

/** Largest allowed valence below the given twice-valence, the first if none is; −1 without restrictions. */
function aromaticCeiling(atomicNumber: number, charge: number, twice: number): number {
  const valences = valencesOf(atomicNumber);
  if (valences.length === 0) return -1;
  // Charge adds a bond to N and its right-hand neighbours, and takes one from C and B (as an electron pair does).
  const shift = atomicNumber === 6 ? -Math.abs(charge) : atomicNumber === 5 ? -charge : charge;
  let ceiling = valences[0]! + shift;
  for (const valence of valences) if (2 * (valence + shift) <= twice) ceiling = valence + shift;
  return ceiling;
}

const firstValence = Int8Array.from(elementSymbols, (_, z) => valencesOf(z)[0] ?? 0);
