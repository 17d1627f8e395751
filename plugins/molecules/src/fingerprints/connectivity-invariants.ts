import { degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { atomRingMembership } from '../graph/ring-membership.js';
import { massDifference } from './mass-difference.js';
import { combineHash } from './morgan-hash.js';

/**
 * Layer 0 of ECFP fingerprints, RDKit's: a hash of atomic number, total degree, hydrogens (those that are atoms of the
 * graph among them), charge, whole mass difference to the standard weight, and a final 1 for ring atoms.
 *
 * @param invariants - Filled, [atomCount] or longer.
 */
export function connectivityInvariants(graph: MolecularGraph, invariants: Uint32Array): void {
  const inRing = atomRingMembership(graph);
  const hasHydrogenAtoms = graph.atomicNumber.includes(1);
  for (let atom = 0; atom < graph.atomCount; atom++) {
    const hydrogens = graph.hydrogens[atom]!;
    let hash = combineHash(0, graph.atomicNumber[atom]!);
    hash = combineHash(hash, degree(graph, atom) + hydrogens);
    hash = combineHash(hash, hasHydrogenAtoms ? hydrogens + hydrogenNeighbours(graph, atom) : hydrogens);
    hash = combineHash(hash, graph.charge[atom]!);
    hash = combineHash(hash, massDifference(graph.atomicNumber[atom]!, graph.isotope[atom]!));
    if (inRing[atom] === 1) hash = combineHash(hash, 1);
    invariants[atom] = hash;
  }
}

function hydrogenNeighbours({ atomicNumber, neighbour, neighbourStart }: MolecularGraph, atom: number): number {
  let count = 0;
  for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++)
    if (atomicNumber[neighbour[k]!] === 1) count++;
  return count;
}
