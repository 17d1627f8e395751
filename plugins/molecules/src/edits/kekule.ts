import { aromaticBond, dativeBond, derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { isAcceptor } from '../graph/valence.js';
import { allowedValence } from './valence-room.js';

/** A graph without aromatic atoms and bonds: one Kekulé structure, or undefined where there is none. */
export interface KekuleForm {
  readonly graph: MolecularGraph | undefined;
}

/** One Kekulé structure of a graph, computed once. It shares every array that it does not change. */
export const kekuleForm: (graph: MolecularGraph) => KekuleForm = derive((graph) => {
  const bondOrder = kekuleOrders(graph);
  if (bondOrder === undefined) return { graph: undefined };
  return { graph: { ...graph, bondOrder, aromatic: new Uint8Array(graph.atomCount), derived: [] } };
});

/**
 * Orders of all bonds with the aromatic ones made single and double (one Kekulé structure): a perfect matching of the
 * aromatic atoms that lack one bond.
 *
 * @returns [bondCount], or undefined where there is no such structure (RDKit's molecules always have one).
 * @remarks Backtracking, always at the atom with the fewest choices: linear in practice.
 */
export function kekuleOrders(graph: MolecularGraph): Uint8Array | undefined {
  const orders = singleOrders(graph);
  const unmatched = unsaturatedAtoms(graph, orders);
  return matchAtoms(graph, orders, unmatched) ? orders : undefined;
}

/** [bondCount], orders with every aromatic bond single. */
export function singleOrders(graph: MolecularGraph): Uint8Array {
  return graph.bondOrder.map((order) => (order === aromaticBond ? 1 : order));
}

/** [atomCount], 1 for aromatic atoms whose bonds `orders`, hydrogens and charge leave one bond to make. */
export function unsaturatedAtoms(graph: MolecularGraph, orders: Uint8Array): Uint8Array {
  const unsaturated = new Uint8Array(graph.atomCount);
  for (let atom = 0; atom < graph.atomCount; atom++) {
    if (graph.aromatic[atom] === 0) continue;
    let used = graph.hydrogens[atom]!;
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      const bond = graph.neighbourBond[k]!;
      if (orders[bond] !== dativeBond) used += orders[bond]!;
      else if (isAcceptor(graph, atom, bond)) used++;
    }
    if (allowedValence(graph.atomicNumber[atom]!, graph.charge[atom]!, used) === used + 1) unsaturated[atom] = 1;
  }
  return unsaturated;
}

function matchAtoms(graph: MolecularGraph, orders: Uint8Array, unmatched: Uint8Array): boolean {
  const atom = mostConstrained(graph, unmatched);
  if (atom === -1) return true;
  unmatched[atom] = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    const partner = graph.neighbour[k]!;
    if (unmatched[partner] === 0 || graph.bondOrder[bond] !== aromaticBond) continue;
    unmatched[partner] = 0;
    orders[bond] = 2;
    if (matchAtoms(graph, orders, unmatched)) return true;
    orders[bond] = 1;
    unmatched[partner] = 1;
  }
  unmatched[atom] = 1;
  return false;
}

/** The unmatched atom with the fewest unmatched aromatic neighbours; −1 when all are matched. */
function mostConstrained(graph: MolecularGraph, unmatched: Uint8Array): number {
  let best = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let atom = 0; atom < graph.atomCount; atom++) {
    if (unmatched[atom] === 0) continue;
    let choices = 0;
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      if (unmatched[graph.neighbour[k]!] === 1 && graph.bondOrder[graph.neighbourBond[k]!] === aromaticBond) choices++;
    }
    if (choices < fewest) {
      best = atom;
      fewest = choices;
    }
    if (fewest <= 1) return best;
  }
  return best;
}
