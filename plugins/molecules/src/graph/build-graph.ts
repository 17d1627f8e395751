import { DesignError } from '@basin/core';
import { type MolecularGraph, maximumAtomCount, maximumBondCount } from './molecular-graph.js';

/** One atom to build from. What is left out is 0. Meanings as in `MolecularGraph`. */
export interface AtomRecord {
  readonly atomicNumber: number;
  readonly charge?: number;
  readonly hydrogens?: number;
  readonly isotope?: number;
  readonly aromatic?: boolean;
  readonly chirality?: number;
  readonly mapNumber?: number;
}

/** One bond to build from: atom indices, order (1 to 4, 12, or 17 from donor to acceptor), stereo as in `MolecularGraph`. */
export interface BondRecord {
  readonly begin: number;
  readonly end: number;
  readonly order: number;
  readonly stereo?: number;
}

/** Atoms and bonds that make no graph: a bond to nowhere, to itself, twice, or too many of either. */
export class GraphError extends DesignError {}

/**
 * Builds a graph from records. Takes hydrogens as given: it does not complete valences.
 *
 * @throws {GraphError} a bond to a missing atom or to itself, two bonds between the same atoms, or too many of either.
 * @remarks O(atoms + bonds·degree).
 */
export function buildGraph(atoms: readonly AtomRecord[], bonds: readonly BondRecord[]): MolecularGraph {
  const graph = allocateGraph(atoms.length, bonds.length);
  for (let a = 0; a < atoms.length; a++) writeAtom(graph, a, atoms[a]!);
  for (let b = 0; b < bonds.length; b++) writeBond(graph, b, bonds[b]!);
  linkNeighbours(graph);
  requireSimple(graph);
  return graph;
}

/**
 * Empty arrays of the right lengths: the builder's and the parser's first step, `linkNeighbours` being the last.
 * @throws {GraphError} too many atoms or bonds.
 */
export function allocateGraph(atomCount: number, bondCount: number): MolecularGraph {
  if (atomCount > maximumAtomCount)
    throw new GraphError(`${atomCount} atoms; a graph holds at most ${maximumAtomCount}`);
  if (bondCount > maximumBondCount)
    throw new GraphError(`${bondCount} bonds; a graph holds at most ${maximumBondCount}`);
  return {
    atomCount,
    bondCount,
    atomicNumber: new Uint8Array(atomCount),
    charge: new Int8Array(atomCount),
    hydrogens: new Uint8Array(atomCount),
    isotope: new Uint16Array(atomCount),
    aromatic: new Uint8Array(atomCount),
    chirality: new Uint8Array(atomCount),
    mapNumber: new Uint16Array(atomCount),
    bondBegin: new Uint16Array(bondCount),
    bondEnd: new Uint16Array(bondCount),
    bondOrder: new Uint8Array(bondCount),
    bondStereo: new Uint8Array(bondCount),
    neighbourStart: new Uint16Array(atomCount + 1),
    neighbour: new Uint16Array(2 * bondCount),
    neighbourBond: new Uint16Array(2 * bondCount),
    derived: [],
  };
}

/** Fills the neighbour arrays from `bondBegin` and `bondEnd`: a counting sort, so each list ascends by bond index. */
export function linkNeighbours(graph: MolecularGraph): void {
  const { atomCount, bondCount, bondBegin, bondEnd, neighbourStart, neighbour, neighbourBond } = graph;
  for (let b = 0; b < bondCount; b++) {
    neighbourStart[bondBegin[b]!]!++;
    neighbourStart[bondEnd[b]!]!++;
  }
  let end = 0;
  for (let a = 0; a < atomCount; a++) {
    end += neighbourStart[a]!;
    neighbourStart[a] = end;
  }
  neighbourStart[atomCount] = end;
  // Filled from the back, every start walks down from the end of its list to its beginning.
  for (let b = bondCount - 1; b >= 0; b--) {
    const begin = bondBegin[b]!;
    const other = bondEnd[b]!;
    const p = --neighbourStart[begin]!;
    neighbour[p] = other;
    neighbourBond[p] = b;
    const q = --neighbourStart[other]!;
    neighbour[q] = begin;
    neighbourBond[q] = b;
  }
}

function writeAtom(graph: MolecularGraph, a: number, atom: AtomRecord): void {
  graph.atomicNumber[a] = atom.atomicNumber;
  graph.charge[a] = atom.charge ?? 0;
  graph.hydrogens[a] = atom.hydrogens ?? 0;
  graph.isotope[a] = atom.isotope ?? 0;
  graph.aromatic[a] = atom.aromatic === true ? 1 : 0;
  graph.chirality[a] = atom.chirality ?? 0;
  graph.mapNumber[a] = atom.mapNumber ?? 0;
}

function writeBond(graph: MolecularGraph, b: number, { begin, end, order, stereo }: BondRecord): void {
  if (!(begin >= 0 && begin < graph.atomCount && end >= 0 && end < graph.atomCount)) {
    throw new GraphError(`bond ${b} joins atoms ${begin} and ${end}; there are ${graph.atomCount} atoms`);
  }
  if (begin === end) throw new GraphError(`bond ${b} joins atom ${begin} to itself`);
  graph.bondBegin[b] = begin;
  graph.bondEnd[b] = end;
  graph.bondOrder[b] = order;
  graph.bondStereo[b] = stereo ?? 0;
}

function requireSimple({ atomCount, neighbourStart, neighbour }: MolecularGraph): void {
  for (let a = 0; a < atomCount; a++) {
    for (let k = neighbourStart[a]! + 1; k < neighbourStart[a + 1]!; k++) {
      for (let l = neighbourStart[a]!; l < k; l++) {
        if (neighbour[k] === neighbour[l]) throw new GraphError(`two bonds join atoms ${a} and ${neighbour[k]}`);
      }
    }
  }
}
