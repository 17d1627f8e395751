import type { Rng } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { drawPlace, type EditParent, isLoose, isOpen } from './edit-parent.js';
import { ringCutClasses } from './ring-cuts.js';

/** A part of a molecule: its atoms, and those of them whose bonds to the rest were cut, in the order of the cuts. */
export interface Fragment {
  /** [atomCount] of the whole molecule, 1 for atoms of the part. */
  readonly atoms: Uint8Array;
  readonly atomCount: number;
  /** Bonds among the atoms of the part. */
  readonly bondCount: number;
  readonly ends: readonly number[];
  /** Orders of the cut bonds. */
  readonly orders: readonly number[];
}

/** A part that hangs on one single bond outside rings; undefined where there is no such bond. */
export function cutChain(parent: EditParent, rng: Rng): Fragment | undefined {
  const { graph } = parent;
  const classes = ringCutClasses(graph);
  const bond = drawPlace(
    rng,
    graph.bondCount,
    (index) => classes[index] === -1 && graph.bondOrder[index] === 1 && isLoose(parent, index),
  );
  return bond === -1 ? undefined : partOf(parent, [bond], rng);
}

/** A part that hangs on two bonds of one ring; undefined where no two ring bonds split the molecule. */
export function cutRing(parent: EditParent, rng: Rng): Fragment | undefined {
  const { graph } = parent;
  const classes = ringCutClasses(graph);
  const first = drawPlace(rng, graph.bondCount, (index) => classes[index] !== -1 && isLoose(parent, index));
  if (first === -1) return undefined;
  const second = drawPlace(
    rng,
    graph.bondCount,
    (index) => index !== first && classes[index] === classes[first] && isLoose(parent, index),
  );
  return second === -1 ? undefined : partOf(parent, [first, second], rng);
}

/** One of the two parts that the cuts leave; where there is a core, the part that has all of it. */
function partOf(parent: EditParent, cuts: readonly number[], rng: Rng): Fragment | undefined {
  const { graph } = parent;
  const start = rng.uniform() < 0.5 ? graph.bondBegin[cuts[0]!]! : graph.bondEnd[cuts[0]!]!;
  const side = reach(graph, start, cuts);
  const atoms = holdsCore(parent, side) ? side : complement(graph, side, cuts);
  if (!holdsCore(parent, atoms)) return undefined;
  const ends = cuts.map((bond) => {
    const begin = graph.bondBegin[bond]!;
    return atoms[begin] === 1 ? begin : graph.bondEnd[bond]!;
  });
  if (!ends.every((end) => isOpen(parent, end))) return undefined;
  return { atoms, ...sizeOf(graph, atoms), ends, orders: cuts.map((bond) => graph.bondOrder[bond]!) };
}

function sizeOf(graph: MolecularGraph, atoms: Uint8Array): { atomCount: number; bondCount: number } {
  let atomCount = 0;
  let bondCount = 0;
  for (let atom = 0; atom < graph.atomCount; atom++) atomCount += atoms[atom]!;
  for (let bond = 0; bond < graph.bondCount; bond++) {
    bondCount += atoms[graph.bondBegin[bond]!]! & atoms[graph.bondEnd[bond]!]!;
  }
  return { atomCount, bondCount };
}

function complement(graph: MolecularGraph, side: Uint8Array, cuts: readonly number[]): Uint8Array {
  const begin = graph.bondBegin[cuts[0]!]!;
  return reach(graph, side[begin] === 1 ? graph.bondEnd[cuts[0]!]! : begin, cuts);
}

function holdsCore({ core }: EditParent, atoms: Uint8Array): boolean {
  return core === undefined || core.frozen.every((frozen, atom) => frozen === 0 || atoms[atom] === 1);
}

/** [atomCount], 1 for the atoms that paths from `start` reach without the bonds `cuts`. */
export function reach(graph: MolecularGraph, start: number, cuts: readonly number[]): Uint8Array {
  const { neighbourStart, neighbour, neighbourBond } = graph;
  const reached = new Uint8Array(graph.atomCount);
  const stack = [start];
  reached[start] = 1;
  for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
    for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
      const next = neighbour[k]!;
      if (reached[next] === 1 || cuts.includes(neighbourBond[k]!)) continue;
      reached[next] = 1;
      stack.push(next);
    }
  }
  return reached;
}
