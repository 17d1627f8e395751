import { allocateGraph, linkNeighbours } from './build-graph.js';
import {
  aromaticBond,
  dativeBond,
  type MolecularGraph,
  maximumAtomCount,
  maximumBondCount,
} from './molecular-graph.js';
import { SmilesSyntaxError } from './notation-error.js';
import { bondRingMembership } from './ring-membership.js';
import { backwardDativeOrder, fromValence, implicitOrder, type SmilesScratch } from './smiles-scratch.js';
import { assignBondStereo, fourthPlaceFlips, isTetrahedral } from './smiles-stereo.js';
import { implicitHydrogens } from './valence.js';

/**
 * Makes the graph of a SMILES that has been read: settles implicit bonds, hydrogens and stereo.
 * @throws {SmilesSyntaxError} a doubled bond, or more atoms or bonds than a graph holds.
 */
export function assembleSmiles(scratch: SmilesScratch, text: string): MolecularGraph {
  const { atomCount, bondCount } = scratch;
  if (atomCount > maximumAtomCount || bondCount > maximumBondCount) {
    throw new SmilesSyntaxError(
      text,
      text.length,
      `${atomCount} atoms, ${bondCount} bonds are more than a graph holds`,
    );
  }
  const graph = allocateGraph(atomCount, bondCount);
  copyAtoms(scratch, graph);
  for (let b = 0; b < bondCount; b++) {
    graph.bondBegin[b] = scratch.bondBegin[b]!;
    graph.bondEnd[b] = scratch.bondEnd[b]!;
  }
  linkNeighbours(graph);
  if (bondCount >= atomCount) refuseDoubledBonds(scratch, graph, text);
  settleOrders(scratch, graph);
  for (let a = 0; a < atomCount; a++) {
    if (graph.hydrogens[a] === fromValence) graph.hydrogens[a] = implicitHydrogens(graph, a);
  }
  if (scratch.hasDirections) assignBondStereo(graph, scratch.direction);
  if (scratch.hasTags) settleTags(scratch, graph);
  return graph;
}

function copyAtoms(scratch: SmilesScratch, graph: MolecularGraph): void {
  for (let a = 0; a < graph.atomCount; a++) {
    graph.atomicNumber[a] = scratch.atomicNumber[a]!;
    graph.charge[a] = scratch.charge[a]!;
    graph.hydrogens[a] = scratch.hydrogens[a]!;
    graph.isotope[a] = scratch.isotope[a]!;
    graph.aromatic[a] = scratch.aromatic[a]!;
    graph.mapNumber[a] = scratch.mapNumber[a]!;
  }
}

function refuseDoubledBonds(scratch: SmilesScratch, graph: MolecularGraph, text: string): void {
  const { atomCount, neighbourStart, neighbour } = graph;
  for (let a = 0; a < atomCount; a++) {
    for (let k = neighbourStart[a]! + 1; k < neighbourStart[a + 1]!; k++) {
      for (let l = neighbourStart[a]!; l < k; l++) {
        if (neighbour[k] !== neighbour[l]) continue;
        throw new SmilesSyntaxError(text, scratch.atomPlace[a]!, 'two bonds join the same atoms');
      }
    }
  }
}

/**
 * An unwritten bond is aromatic between aromatic atoms, else single. Between two aromatic rings that share no ring it is
 * single too, as RDKit reads 'c1ccccc1c1ccccc1'; only an atom with three such bonds gives cause to look for rings.
 */
function settleOrders(scratch: SmilesScratch, graph: MolecularGraph): void {
  const { bondCount, bondBegin, bondEnd, bondOrder, aromatic } = graph;
  let hasFusion = false;
  for (let b = 0; b < bondCount; b++) {
    const written = scratch.bondOrder[b]!;
    const isAromatic = written === implicitOrder && aromatic[bondBegin[b]!] === 1 && aromatic[bondEnd[b]!] === 1;
    bondOrder[b] = isAromatic ? aromaticBond : written === implicitOrder ? 1 : written;
    if (isAromatic && !hasFusion) hasFusion = hasThirdAromatic(graph, b);
  }
  // The rings below, which are remembered with the graph, need to know the dative bonds.
  if (scratch.hasArrows) settleArrows(graph);
  if (!hasFusion) return;
  const inRing = bondRingMembership(graph);
  for (let b = 0; b < bondCount; b++) {
    if (scratch.bondOrder[b] === implicitOrder && bondOrder[b] === aromaticBond && inRing[b] === 0) bondOrder[b] = 1;
  }
}

/** Gives every dative bond its donor as the begin. */
function settleArrows({ bondCount, bondBegin, bondEnd, bondOrder }: MolecularGraph): void {
  for (let b = 0; b < bondCount; b++) {
    if (bondOrder[b] !== backwardDativeOrder) continue;
    const donor = bondEnd[b]!;
    bondEnd[b] = bondBegin[b]!;
    bondBegin[b] = donor;
    bondOrder[b] = dativeBond;
  }
}

/** Whether both ends of an implicit aromatic bond have two further neighbours, all aromatic: a fusion or a biaryl. */
function hasThirdAromatic(graph: MolecularGraph, bond: number): boolean {
  return aromaticNeighbours(graph, graph.bondBegin[bond]!) > 2 && aromaticNeighbours(graph, graph.bondEnd[bond]!) > 2;
}

function aromaticNeighbours({ neighbourStart, neighbour, aromatic }: MolecularGraph, atom: number): number {
  let count = 0;
  for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) count += aromatic[neighbour[k]!]!;
  return count;
}

/** Turns tags of the text's order into tags of the graph's: each inversion between the two orders changes the hand. */
function settleTags(scratch: SmilesScratch, graph: MolecularGraph): void {
  for (let a = 0; a < graph.atomCount; a++) {
    const tag = scratch.tag[a]!;
    if (tag === 0 || !isTetrahedral(graph, a)) continue;
    const flips = fourthPlaceFlips(graph, a, scratch.isFirst[a] === 1, ringClosuresAt(scratch, graph, a));
    graph.chirality[a] = (inversionsAt(scratch, graph, a) & 1) === (flips ? 1 : 0) ? tag : 3 - tag;
  }
}

function inversionsAt(scratch: SmilesScratch, graph: MolecularGraph, atom: number): number {
  let inversions = 0;
  for (let k = graph.neighbourStart[atom]! + 1; k < graph.neighbourStart[atom + 1]!; k++) {
    const place = placeAt(scratch, atom, graph.neighbourBond[k]!);
    for (let l = graph.neighbourStart[atom]!; l < k; l++) {
      if (placeAt(scratch, atom, graph.neighbourBond[l]!) > place) inversions++;
    }
  }
  return inversions;
}

function placeAt(scratch: SmilesScratch, atom: number, bond: number): number {
  return scratch.bondEnd[bond] === atom ? scratch.closePlace[bond]! : scratch.openPlace[bond]!;
}

function ringClosuresAt(scratch: SmilesScratch, graph: MolecularGraph, atom: number): number {
  let count = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    if (scratch.openPlace[bond] !== scratch.closePlace[bond]) count++;
  }
  return count;
}
