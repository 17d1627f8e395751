import { componentsOf } from '../graph/distances.js';
import { hybridisationOf } from '../graph/hybridisation.js';
import { derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { bondRingMembership } from '../graph/ring-membership.js';
import { ringsOf } from '../graph/rings.js';
import { isAcceptor, totalValence } from '../graph/valence.js';
import {
  atomFields,
  basicWord,
  bucketBit,
  countWord,
  electronWord,
  elementKind,
  elementKindCount,
  elementMask,
  ringWord,
  wordCount,
} from './atom-fields.js';
import { bondKind, donatingBond, fromOtherEnd } from './bond-mask.js';
import type { AtomProperty } from './smarts-tree.js';

/** What patterns need of one graph, computed once: atoms as words, bonds as bits. */
export interface MatchContext {
  readonly graph: MolecularGraph;
  /** [n, 4], see atom-fields.ts. The ring and electron words are 0 until `completeWords`. */
  readonly words: Int32Array;
  /** [2m], kind bit of `graph.neighbourBond[k]` beside each neighbour, as seen from the atom whose neighbour it is. */
  readonly neighbourKind: Uint16Array;
  /** Element kinds, and bond kinds, that occur. */
  readonly presentElements: number;
  readonly presentBonds: number;
  /** [kinds], atoms of each element kind. */
  readonly elementCounts: Uint16Array;
  /** Whether there are dative bonds, over which cycles may run that are no rings. */
  readonly hasDative: boolean;
  /** Independent cycles. */
  readonly cyclomaticNumber: number;
  /** Bit w is set once word w is filled. */
  filledWords: number;
}

/** The context of a graph, made once. */
export const contextOf: (graph: MolecularGraph) => MatchContext = derive((graph) => {
  const inRing = bondRingMembership(graph);
  const kinds = new Uint16Array(graph.bondCount);
  let presentBonds = 0;
  for (let b = 0; b < graph.bondCount; b++) presentBonds |= kinds[b] = bondKind(graph, b, inRing[b]!);
  const hasDative = (presentBonds & donatingBond) !== 0;
  const neighbourKind = new Uint16Array(2 * graph.bondCount);
  for (let k = 0; k < neighbourKind.length; k++) neighbourKind[k] = kinds[graph.neighbourBond[k]!]!;
  if (hasDative) {
    presentBonds |= fromOtherEnd(donatingBond);
    turnAcceptors(graph, neighbourKind);
  }
  const words = new Int32Array(wordCount * graph.atomCount);
  const elementCounts = new Uint16Array(elementKindCount);
  let presentElements = 0;
  for (let a = 0; a < graph.atomCount; a++) {
    words[wordCount * a + basicWord] = basicBits(graph, a);
    words[wordCount * a + countWord] = countBits(graph, a);
    presentElements |= words[wordCount * a]! & elementMask;
    elementCounts[elementKind(graph.atomicNumber[a]!, graph.aromatic[a]!)]!++;
  }
  const filledWords = (1 << basicWord) | (1 << countWord);
  const cyclomaticNumber = graph.bondCount - graph.atomCount + componentsOf(graph).count;
  return {
    graph,
    words,
    neighbourKind,
    presentElements,
    presentBonds,
    elementCounts,
    hasDative,
    cyclomaticNumber,
    filledWords,
  };
});

/** Acceptors see their dative bonds from the other end. */
function turnAcceptors(graph: MolecularGraph, neighbourKind: Uint16Array): void {
  for (let a = 0; a < graph.atomCount; a++) {
    for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++) {
      if (isAcceptor(graph, a, graph.neighbourBond[k]!)) neighbourKind[k] = fromOtherEnd(neighbourKind[k]!);
    }
  }
}

/** Fills the words (as bits of their numbers) that a pattern needs and nobody needed before. */
export function completeWords(context: MatchContext, needed: number): void {
  const { graph, words } = context;
  const missing = needed & ~context.filledWords;
  for (let a = 0; a < graph.atomCount && missing !== 0; a++) {
    if (missing & (1 << ringWord)) words[wordCount * a + ringWord] = ringBits(graph, a);
    if (missing & (1 << electronWord)) words[wordCount * a + electronWord] = electronBits(graph, a);
  }
  context.filledWords |= missing;
}

/** The value of a property, for what the words cannot say. `ringSize` has no single value: see `hasRingOfSize`. */
export function propertyOf(graph: MolecularGraph, atom: number, property: AtomProperty): number {
  switch (property) {
    case 'atomicNumber':
      return graph.atomicNumber[atom]!;
    case 'aromatic':
      return graph.aromatic[atom]!;
    case 'charge':
      return graph.charge[atom]!;
    case 'isotope':
      return graph.isotope[atom]!;
    case 'hydrogens':
      return graph.hydrogens[atom]! + countNeighbours(graph, atom, isHydrogen);
    case 'implicitHydrogens':
      return graph.hydrogens[atom]!;
    case 'degree':
      return degreeOf(graph, atom);
    case 'connectivity':
      return degreeOf(graph, atom) + graph.hydrogens[atom]!;
    case 'valence':
      return totalValence(graph, atom);
    case 'ringBonds':
      return ringBondsOf(graph, atom);
    case 'ringCount':
      return ringsOf(graph).atomRingCount[atom]!;
    case 'smallestRing':
    case 'ringSize':
      return ringsOf(graph).smallestRing[atom]!;
    case 'hybridisation':
      return hybridisationOf(graph)[atom]!;
    case 'heteroNeighbours':
      return countNeighbours(graph, atom, isHetero);
    case 'aliphaticHeteroNeighbours':
      return countNeighbours(graph, atom, (g, other) => isHetero(g, other) && g.aromatic[other] === 0);
  }
}

/** Whether an atom is in a ring of low ≤ size ≤ high. */
export function hasRingOfSize(graph: MolecularGraph, atom: number, low: number, high: number): boolean {
  return ringsOf(graph).atomRings.some((ring) => ring.length >= low && ring.length <= high && ring.includes(atom));
}

function basicBits(graph: MolecularGraph, a: number): number {
  const { charge, hydrogens, isotope } = graph;
  let count = hydrogens[a]!;
  for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++) {
    if (graph.atomicNumber[graph.neighbour[k]!] === 1) count++;
  }
  return (
    (1 << elementKind(graph.atomicNumber[a]!, graph.aromatic[a]!)) |
    (1 << bucketBit(fields.charge, charge[a]!)) |
    (1 << bucketBit(fields.hydrogens, count)) |
    (1 << bucketBit(fields.isotope, isotope[a]!))
  );
}

function countBits(graph: MolecularGraph, a: number): number {
  const neighbours = degreeOf(graph, a);
  const hydrogens = graph.hydrogens[a]!;
  return (
    (1 << bucketBit(fields.degree, neighbours)) |
    (1 << bucketBit(fields.connectivity, neighbours + hydrogens)) |
    (1 << bucketBit(fields.valence, totalValence(graph, a))) |
    (1 << bucketBit(fields.implicitHydrogens, hydrogens)) |
    (1 << bucketBit(fields.ringBonds, ringBondsOf(graph, a)))
  );
}

function ringBits(graph: MolecularGraph, a: number): number {
  const rings = ringsOf(graph);
  return (
    (1 << bucketBit(fields.ringCount, rings.atomRingCount[a]!)) |
    (1 << bucketBit(fields.smallestRing, rings.smallestRing[a]!))
  );
}

function electronBits(graph: MolecularGraph, a: number): number {
  return (
    (1 << bucketBit(fields.hybridisation, hybridisationOf(graph)[a]!)) |
    (1 << bucketBit(fields.heteroNeighbours, propertyOf(graph, a, 'heteroNeighbours'))) |
    (1 << bucketBit(fields.aliphaticHeteroNeighbours, propertyOf(graph, a, 'aliphaticHeteroNeighbours')))
  );
}

function degreeOf(graph: MolecularGraph, a: number): number {
  return graph.neighbourStart[a + 1]! - graph.neighbourStart[a]!;
}

function ringBondsOf(graph: MolecularGraph, a: number): number {
  const inRing = bondRingMembership(graph);
  let count = 0;
  for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++)
    count += inRing[graph.neighbourBond[k]!]!;
  return count;
}

function countNeighbours(
  graph: MolecularGraph,
  a: number,
  is: (graph: MolecularGraph, other: number) => boolean,
): number {
  let count = 0;
  for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++)
    if (is(graph, graph.neighbour[k]!)) count++;
  return count;
}

function isHydrogen(graph: MolecularGraph, atom: number): boolean {
  return graph.atomicNumber[atom] === 1;
}

function isHetero(graph: MolecularGraph, atom: number): boolean {
  return graph.atomicNumber[atom] !== 1 && graph.atomicNumber[atom] !== 6;
}

const fields = {
  charge: atomFields.charge!,
  hydrogens: atomFields.hydrogens!,
  isotope: atomFields.isotope!,
  degree: atomFields.degree!,
  connectivity: atomFields.connectivity!,
  valence: atomFields.valence!,
  implicitHydrogens: atomFields.implicitHydrogens!,
  ringBonds: atomFields.ringBonds!,
  ringCount: atomFields.ringCount!,
  smallestRing: atomFields.smallestRing!,
  hybridisation: atomFields.hybridisation!,
  heteroNeighbours: atomFields.heteroNeighbours!,
  aliphaticHeteroNeighbours: atomFields.aliphaticHeteroNeighbours!,
};
