import { valencesOf } from '../graph/elements.js';
import { dativeBond, type MolecularGraph } from '../graph/molecular-graph.js';
import { isAcceptor } from '../graph/valence.js';

/**
 * The smallest allowed valence that holds `used` bonds, −1 if none does. A positive charge adds a bond to N, O and their
 * groups and takes one from C; a negative one takes one from both.
 */
export function allowedValence(atomicNumber: number, charge: number, used: number): number {
  const shift = atomicNumber === 6 ? -Math.abs(charge) : atomicNumber === 5 ? -charge : charge;
  for (const valence of valencesOf(atomicNumber)) if (valence + shift >= used) return valence + shift;
  return -1;
}

/** Whether an element has more than one valence: sulfur, phosphorus, iodine. Their hydrogens do not simply follow their bonds. */
export function hasSeveralValences(atomicNumber: number): boolean {
  return valencesOf(atomicNumber).length > 1;
}

/** Sum of the orders of an atom's bonds in a Kekulé structure, dative ones 1 at the acceptor, hydrogens left out. */
export function bondOrderSum(graph: MolecularGraph, atom: number): number {
  let sum = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    const order = graph.bondOrder[bond]!;
    if (order !== dativeBond) sum += order;
    else if (isAcceptor(graph, atom, bond)) sum++;
  }
  return sum;
}
