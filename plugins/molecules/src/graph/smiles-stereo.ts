import { dativeBond, type MolecularGraph } from './molecular-graph.js';

/** Bond direction as written between begin and end atom: '/' has the end above the begin, '\' below. */
export const directionNone = 0;
export const directionUp = 1;
export const directionDown = 2;

/**
 * Whether a tetrahedral tag changes hand between the order in which SMILES mentions the neighbours and the order of
 * `MolecularGraph.chirality`, because of the fourth place alone (hydrogen or lone pair); `inversions` of the neighbours
 * come on top. The text has the hydrogen right after the preceding atom, the graph has it first.
 *
 * Lone pairs follow RDKit, so that both read the same text alike: the pair stands after the first neighbour, but a
 * saturated centre with exactly one ring closure is read the other way round.
 */
export function fourthPlaceFlips(graph: MolecularGraph, atom: number, isFirst: boolean, closures: number): boolean {
  const neighbours = graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]!;
  if (neighbours !== 3) return false;
  if (graph.hydrogens[atom] === 1) return !isFirst;
  return closures !== 1 || isUnsaturated(graph, atom);
}

/** Whether an atom can carry '@': four places, one of which may be a hydrogen or, of three neighbours, a lone pair. */
export function isTetrahedral(graph: MolecularGraph, atom: number): boolean {
  const neighbours = graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]!;
  const hydrogens = graph.hydrogens[atom]!;
  return (neighbours === 4 && hydrogens === 0) || (neighbours === 3 && hydrogens <= 1);
}

/**
 * Turns written directions into `bondStereo` of the double bonds.
 * @param direction - [m], one of the constants above, from begin to end.
 */
export function assignBondStereo(graph: MolecularGraph, direction: Uint8Array): void {
  const { bondCount, bondOrder, bondBegin, bondEnd, bondStereo } = graph;
  for (let b = 0; b < bondCount; b++) {
    if (bondOrder[b] !== 2) continue;
    const begin = referenceSide(graph, bondBegin[b]!, b, direction);
    if (begin === 0) continue;
    const end = referenceSide(graph, bondEnd[b]!, b, direction);
    if (end !== 0) bondStereo[b] = begin === end ? 1 : 2;
  }
}

/** Side (1 above, −1 below, 0 not written) of the first neighbour of `atom` beside the double bond. */
function referenceSide(graph: MolecularGraph, atom: number, doubleBond: number, direction: Uint8Array): number {
  const { neighbourStart, neighbourBond, bondBegin } = graph;
  let flip = 1;
  for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
    const bond = neighbourBond[k]!;
    if (bond === doubleBond) continue;
    const written = direction[bond]!;
    if (written !== directionNone) {
      const neighbourAbove = (written === directionUp) === (bondBegin[bond] === atom);
      return neighbourAbove ? flip : -flip;
    }
    // The mark stands at a later neighbour, which lies opposite to the first.
    flip = -1;
  }
  return 0;
}

function isUnsaturated(graph: MolecularGraph, atom: number): boolean {
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const order = graph.bondOrder[graph.neighbourBond[k]!]!;
    if (order > 1 && order !== dativeBond) return true;
  }
  return false;
}
