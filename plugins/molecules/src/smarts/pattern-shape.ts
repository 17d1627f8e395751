import { buildGraph } from '../graph/build-graph.js';
import { componentsOf } from '../graph/distances.js';
import { degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { bondRingMembership } from '../graph/ring-membership.js';
import { atomFields, bucketsOf, unbounded, wordCount } from './atom-fields.js';
import { ringBond } from './bond-mask.js';
import type { AtomProperty, PatternBond, SmartsTree } from './smarts-tree.js';

/** What the shape of a pattern alone demands, whatever its atoms say. */
export interface PatternShape {
  /** The bonds; those on a ring of the pattern can only lie on ring bonds. */
  readonly bonds: readonly PatternBond[];
  /** [atoms][4], word bits that no match of the atom can have: too few neighbours, ring bonds, or too large rings. */
  readonly forbidden: readonly (readonly number[])[];
  /** Independent cycles. */
  readonly cyclomaticNumber: number;
}

/** What a rule for shapes finds in a pattern. */
export type ShapeRule = (tree: SmartsTree) => PatternShape;

/** Ring sizes up to this are asked for; larger ones would cost a ring search for little. */
const tellingRingSize = 4;

/**
 * What follows from the shape: a match keeps the pattern's bonds, so a cycle lies on a cycle, which is a ring where no bond
 * is dative.
 */
export function shapeOf(tree: SmartsTree): PatternShape {
  const graph = bareGraph(tree);
  const inRing = bondRingMembership(graph);
  const sizes = smallestCycles(graph, inRing);
  return {
    bonds: tree.bonds.map((bond, b) => (inRing[b] === 1 ? { ...bond, mask: bond.mask & ringBond } : bond)),
    forbidden: tree.atoms.map((_, atom) => forbiddenBits(graph, inRing, atom, sizes[atom]!)),
    cyclomaticNumber: graph.bondCount - graph.atomCount + componentsOf(graph).count,
  };
}

/** What follows where bonds may be dative, so that cycles need not be rings. */
export function shapeAcrossDative(tree: SmartsTree): PatternShape {
  const graph = bareGraph(tree);
  return {
    bonds: tree.bonds,
    forbidden: tree.atoms.map((_, atom) => {
      const forbidden = new Array<number>(wordCount).fill(0);
      forbid(forbidden, 'degree', 0, degree(graph, atom) - 1);
      return forbidden;
    }),
    cyclomaticNumber: graph.bondCount - graph.atomCount + componentsOf(graph).count,
  };
}

function bareGraph(tree: SmartsTree): MolecularGraph {
  return buildGraph(
    tree.atoms.map(() => ({ atomicNumber: 0 })),
    tree.bonds.map(({ begin, end }) => ({ begin, end, order: 1 })),
  );
}

function forbiddenBits(graph: MolecularGraph, inRing: Uint8Array, atom: number, cycle: number): number[] {
  const forbidden = new Array<number>(wordCount).fill(0);
  forbid(forbidden, 'degree', 0, degree(graph, atom) - 1);
  let ringBonds = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    ringBonds += inRing[graph.neighbourBond[k]!]!;
  }
  forbid(forbidden, 'ringBonds', 0, ringBonds - 1);
  if (cycle > tellingRingSize) return forbidden;
  forbid(forbidden, 'smallestRing', 0, 0);
  forbid(forbidden, 'smallestRing', cycle + 1, unbounded);
  return forbidden;
}

function forbid(forbidden: number[], property: AtomProperty, low: number, high: number): void {
  const field = atomFields[property]!;
  forbidden[field.word]! |= bucketsOf(field, low, high).certain;
}

/** [atoms], length of the shortest cycle through each atom, Infinity without. */
function smallestCycles(graph: MolecularGraph, inRing: Uint8Array): Float64Array {
  const sizes = new Float64Array(graph.atomCount).fill(Number.POSITIVE_INFINITY);
  for (let b = 0; b < graph.bondCount; b++) {
    if (inRing[b] === 0) continue;
    const size = 1 + detour(graph, b);
    const begin = graph.bondBegin[b]!;
    const end = graph.bondEnd[b]!;
    sizes[begin] = Math.min(sizes[begin]!, size);
    sizes[end] = Math.min(sizes[end]!, size);
  }
  return sizes;
}

/** Bonds on the shortest path between the ends of a bond that leaves the bond out. */
function detour(graph: MolecularGraph, bond: number): number {
  const distance = new Float64Array(graph.atomCount).fill(Number.POSITIVE_INFINITY);
  const queue = [graph.bondBegin[bond]!];
  distance[queue[0]!] = 0;
  for (let i = 0; i < queue.length; i++) {
    const atom = queue[i]!;
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      const other = graph.neighbour[k]!;
      if (graph.neighbourBond[k] === bond || distance[other] !== Number.POSITIVE_INFINITY) continue;
      distance[other] = distance[atom]! + 1;
      queue.push(other);
    }
  }
  return distance[graph.bondEnd[bond]!]!;
}
