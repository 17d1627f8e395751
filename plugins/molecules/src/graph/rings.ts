import { GraphError } from './build-graph.js';
import { aromaticBond, bondBetween, derive, type MolecularGraph } from './molecular-graph.js';
import { ringCandidates } from './ring-candidates.js';
import { bondRingMembership } from './ring-membership.js';

/** Independent rings that are searched; beyond, the search would take too long. */
export const maximumRingCount = 512;

/** The rings of a graph. */
export interface RingSet {
  /** m − n + components: rings of every smallest set of smallest rings. */
  readonly cyclomaticNumber: number;
  /**
   * A smallest set of smallest rings first (`cyclomaticNumber` of them), then the rings that symmetry makes equal to a
   * ring of the set: the sixth face of cubane. RDKit's ring information, its NumRings and SMARTS 'R' count all of them.
   * Each is a list of atoms in ring order.
   */
  readonly atomRings: readonly Uint16Array[];
  /** Ring r as bonds: bondRings[r][i] joins atomRings[r][i] and the next atom. */
  readonly bondRings: readonly Uint16Array[];
  /** [n], rings that an atom is in. */
  readonly atomRingCount: Uint8Array;
  /** [m], rings that a bond is in. */
  readonly bondRingCount: Uint8Array;
  /** [n], size of the smallest ring of an atom, 0 outside rings. */
  readonly smallestRing: Uint16Array;
}

/**
 * The rings of a graph, computed once.
 * @throws {GraphError} more than `maximumRingCount` independent rings.
 * @remarks Some µs for a drug-like molecule: single rings are walked, only fused systems are searched.
 */
export const ringsOf: (graph: MolecularGraph) => RingSet = derive(findRings);

/** Rings whose bonds are all aromatic. */
export function aromaticRingCount(graph: MolecularGraph): number {
  return ringsOf(graph).bondRings.filter((ring) => ring.every((bond) => graph.bondOrder[bond] === aromaticBond)).length;
}

function findRings(graph: MolecularGraph): RingSet {
  const inRing = bondRingMembership(graph);
  const chosen: number[][] = [];
  const extra: number[][] = [];
  for (const component of ringComponents(graph, inRing)) {
    if (component.bondCount === component.atoms.length) {
      chosen.push(walkRing(graph, component.atoms[0]!, inRing));
      continue;
    }
    const independent = component.bondCount - component.atoms.length + 1;
    if (independent > maximumRingCount) {
      throw new GraphError(`${independent} rings in one system; at most ${maximumRingCount} are searched`);
    }
    const basis = minimumCycleBasis(graph, ringCandidates(graph, component.atoms, inRing), independent);
    chosen.push(...basis.chosen);
    extra.push(...basis.extra);
  }
  return assembleRings(graph, chosen, extra);
}

interface RingComponent {
  readonly atoms: number[];
  readonly bondCount: number;
}

/** Pieces that hang together by ring bonds: single rings, fused, bridged and spiro systems. Atoms ascend. */
function ringComponents(graph: MolecularGraph, inRing: Uint8Array): RingComponent[] {
  const { neighbourStart, neighbour, neighbourBond } = graph;
  const isSeen = new Uint8Array(graph.atomCount);
  const components: RingComponent[] = [];
  for (let b = 0; b < graph.bondCount; b++) {
    const start = graph.bondBegin[b]!;
    if (inRing[b] === 0 || isSeen[start] === 1) continue;
    const atoms = [start];
    let ends = 0;
    isSeen[start] = 1;
    for (let i = 0; i < atoms.length; i++) {
      const atom = atoms[i]!;
      for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
        if (inRing[neighbourBond[k]!] === 0) continue;
        ends++;
        const other = neighbour[k]!;
        if (isSeen[other] === 1) continue;
        isSeen[other] = 1;
        atoms.push(other);
      }
    }
    atoms.sort((x, y) => x - y);
    components.push({ atoms, bondCount: ends / 2 });
  }
  return components;
}

function walkRing(graph: MolecularGraph, start: number, inRing: Uint8Array): number[] {
  const ring = [start];
  let previousBond = -1;
  let atom = start;
  for (;;) {
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      const bond = graph.neighbourBond[k]!;
      if (inRing[bond] === 0 || bond === previousBond) continue;
      previousBond = bond;
      atom = graph.neighbour[k]!;
      break;
    }
    if (atom === start) return ring;
    ring.push(atom);
  }
}

/**
 * The shortest independent cycles, by Gaussian elimination over GF(2), and beside them the cycles that are no sum of
 * shorter ones, so could have been chosen in another's place. Candidates come shortest first.
 */
function minimumCycleBasis(graph: MolecularGraph, candidates: Iterable<number[]>, rank: number) {
  const words = (graph.bondCount + 31) >> 5;
  const chosen: number[][] = [];
  const extra: number[][] = [];
  const rows: Uint32Array[] = [];
  const pivots: number[] = [];
  let shorter = 0;
  let size = 0;
  for (const ring of candidates) {
    if (ring.length > size) {
      if (rows.length === rank) break;
      size = ring.length;
      shorter = rows.length;
    }
    const row = new Uint32Array(words);
    for (const bond of bondsAround(graph, ring)) row[bond >> 5]! |= 1 << (bond & 31);
    reduce(row, rows, pivots, 0, shorter);
    if (leadingBit(row) < 0) continue;
    reduce(row, rows, pivots, shorter, rows.length);
    const pivot = leadingBit(row);
    if (pivot < 0) extra.push(ring);
    else {
      chosen.push(ring);
      rows.push(row);
      pivots.push(pivot);
    }
  }
  return { chosen, extra };
}

function reduce(
  row: Uint32Array,
  rows: readonly Uint32Array[],
  pivots: readonly number[],
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const pivot = pivots[i]!;
    if (((row[pivot >> 5]! >>> (pivot & 31)) & 1) === 0) continue;
    const other = rows[i]!;
    for (let w = 0; w < row.length; w++) row[w]! ^= other[w]!;
  }
}

function leadingBit(row: Uint32Array): number {
  for (let w = 0; w < row.length; w++) if (row[w] !== 0) return 32 * w + 31 - Math.clz32(row[w]!);
  return -1;
}

function bondsAround(graph: MolecularGraph, ring: readonly number[]): Uint16Array {
  const bonds = new Uint16Array(ring.length);
  for (let i = 0; i < ring.length; i++) bonds[i] = bondBetween(graph, ring[i]!, ring[(i + 1) % ring.length]!);
  return bonds;
}

function assembleRings(graph: MolecularGraph, chosen: readonly number[][], extra: readonly number[][]): RingSet {
  const bondRings = chosen.map((ring) => bondsAround(graph, ring));
  const atomRings = chosen.map((ring) => Uint16Array.from(ring));
  const counts = countMembers(graph.bondCount, bondRings);
  for (const ring of extra) {
    const bonds = bondsAround(graph, ring);
    if (!bondRings.slice(0, chosen.length).some((other) => isInterchangeable(other, bonds, counts))) continue;
    bondRings.push(bonds);
    atomRings.push(Uint16Array.from(ring));
  }
  const smallestRing = new Uint16Array(graph.atomCount);
  for (const ring of atomRings) {
    for (const atom of ring) {
      if (smallestRing[atom] === 0 || ring.length < smallestRing[atom]!) smallestRing[atom] = ring.length;
    }
  }
  return {
    cyclomaticNumber: chosen.length,
    atomRings,
    bondRings,
    atomRingCount: countMembers(graph.atomCount, atomRings),
    bondRingCount: extra.length === 0 ? counts : countMembers(graph.bondCount, bondRings),
    smallestRing,
  };
}

/** RDKit's rule for a symmetry-equivalent ring: as large, shares a bond, and has every bond that is in no other ring. */
function isInterchangeable(ring: Uint16Array, other: Uint16Array, counts: Uint8Array): boolean {
  if (ring.length !== other.length) return false;
  return ring.some((bond) => other.includes(bond)) && ring.every((bond) => counts[bond] !== 1 || other.includes(bond));
}

function countMembers(length: number, rings: readonly Uint16Array[]): Uint8Array {
  const counts = new Uint8Array(length);
  for (const ring of rings) for (const member of ring) counts[member]!++;
  return counts;
}
