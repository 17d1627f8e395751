import { dativeBond, type MolecularGraph } from './molecular-graph.js';

/**
 * Directions of single bonds that say in SMILES what `bondStereo` says: [m], 1 the end lies above the begin, −1 below,
 * 0 nothing to write. Conjugated double bonds share the bond between them, so they are settled outward from the first.
 */
export function bondDirections(graph: MolecularGraph): Int8Array {
  const directions = new Int8Array(graph.bondCount);
  const isSettled = new Uint8Array(graph.bondCount);
  const queue: number[] = [];
  for (let b = 0; b < graph.bondCount; b++) {
    if (graph.bondStereo[b] === 0 || graph.bondOrder[b] !== 2) continue;
    queue.push(b);
    while (queue.length > 0) {
      const bond = queue.pop()!;
      if (isSettled[bond] === 1) continue;
      isSettled[bond] = 1;
      settle(graph, bond, directions);
      pushConjugated(graph, graph.bondBegin[bond]!, queue);
      pushConjugated(graph, graph.bondEnd[bond]!, queue);
    }
  }
  return directions;
}

function settle(graph: MolecularGraph, bond: number, directions: Int8Array): void {
  const begin = graph.bondBegin[bond]!;
  const end = graph.bondEnd[bond]!;
  const relation = graph.bondStereo[bond] === 1 ? 1 : -1;
  let beginSide = referenceSide(graph, begin, bond, directions);
  const endSide = referenceSide(graph, end, bond, directions);
  if (beginSide === 0) {
    beginSide = endSide === 0 ? 1 : endSide * relation;
    mark(graph, begin, bond, beginSide, directions);
  }
  if (endSide === 0) mark(graph, end, bond, beginSide * relation, directions);
}

/** Side of the first neighbour, from whichever neighbour is marked already; 0 if none is. */
function referenceSide(graph: MolecularGraph, atom: number, doubleBond: number, directions: Int8Array): number {
  let flip = 1;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    if (bond === doubleBond) continue;
    const direction = directions[bond]!;
    if (direction !== 0) return graph.bondBegin[bond] === atom ? flip * direction : -flip * direction;
    flip = -1;
  }
  return 0;
}

/** Marks one bond so that the first neighbour lies on `side`, where there is a choice away from other double bonds. */
function mark(graph: MolecularGraph, atom: number, doubleBond: number, side: number, directions: Int8Array): void {
  let chosen = -1;
  let chosenSide = side;
  let flip = 1;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    if (bond === doubleBond) continue;
    // An arrow leaves no place for a direction.
    const isFree = graph.bondOrder[bond] !== dativeBond;
    if (
      (isFree && chosen < 0) ||
      (isFree && hasDoubleBond(graph, otherEnd(graph, chosen, atom)) && !hasDoubleBond(graph, graph.neighbour[k]!))
    ) {
      chosen = bond;
      chosenSide = flip * side;
    }
    flip = -1;
  }
  if (chosen >= 0) directions[chosen] = graph.bondBegin[chosen] === atom ? chosenSide : -chosenSide;
}

function pushConjugated(graph: MolecularGraph, atom: number, queue: number[]): void {
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const next = graph.neighbour[k]!;
    for (let l = graph.neighbourStart[next]!; l < graph.neighbourStart[next + 1]!; l++) {
      const bond = graph.neighbourBond[l]!;
      if (graph.bondStereo[bond] !== 0 && graph.bondOrder[bond] === 2) queue.push(bond);
    }
  }
}

function hasDoubleBond(graph: MolecularGraph, atom: number): boolean {
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    if (graph.bondOrder[graph.neighbourBond[k]!] === 2) return true;
  }
  return false;
}

function otherEnd(graph: MolecularGraph, bond: number, atom: number): number {
  return graph.bondBegin[bond] === atom ? graph.bondEnd[bond]! : graph.bondBegin[bond]!;
}
