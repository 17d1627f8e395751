import type { Rng } from '@basin/core';
import { aromaticBond, derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { singleOrders, unsaturatedAtoms } from './kekule.js';

/** Kekulé structures of one ring system that are written down at most; a drug has a few, a large graphene flake too many. */
export const maximumStructures = 4096;

/**
 * All Kekulé structures of a graph: for each system of conjugated aromatic atoms its perfect matchings, each a list of the
 * bonds that are double. One structure of the graph is one matching of every system.
 */
export interface KekuleStructures {
  /** Orders without any aromatic double bond, [bondCount]. */
  readonly singleOrders: Uint8Array;
  readonly systems: readonly (readonly (readonly number[])[])[];
  /** ln of the number of structures; −Infinity where there is none, +Infinity where a system has too many to be written down. */
  readonly logCount: number;
}

/** The Kekulé structures of a graph, computed once. */
export const kekuleStructures: (graph: MolecularGraph) => KekuleStructures = derive((graph) => {
  const orders = singleOrders(graph);
  const unmatched = unsaturatedAtoms(graph, orders);
  const systems: (readonly number[])[][] = [];
  for (let atom = 0; atom < graph.atomCount; atom++) {
    if (unmatched[atom] !== 1) continue;
    const system = systemOf(graph, unmatched, atom);
    const matchings: (readonly number[])[] = [];
    const free = new Uint8Array(graph.atomCount);
    for (const member of system) {
      free[member] = 1;
      unmatched[member] = 0;
    }
    collectMatchings(graph, system, free, [], matchings);
    systems.push(matchings);
  }
  return { singleOrders: orders, systems, logCount: systems.reduce((sum, { length }) => sum + logOf(length), 0) };
});

function logOf(count: number): number {
  return count > maximumStructures ? Number.POSITIVE_INFINITY : Math.log(count);
}

/**
 * One Kekulé structure, each as likely as the others; their number must be finite. Bonds and atoms keep their order, and where
 * nothing is aromatic the graph itself is the structure.
 */
export function drawKekuleStructure(graph: MolecularGraph, rng: Rng): MolecularGraph {
  const { systems } = kekuleStructures(graph);
  return kekuleStructureOf(
    graph,
    systems.map((matchings) => matchings[rng.integer(matchings.length)]!),
  );
}

/** Every Kekulé structure: for exact enumerations of small molecules. */
export function* allKekuleStructures(graph: MolecularGraph): Generator<MolecularGraph> {
  const { systems } = kekuleStructures(graph);
  const choices = systems.reduce<(readonly (readonly number[])[])[]>(
    (chosen, matchings) => chosen.flatMap((before) => matchings.map((matching) => [...before, matching])),
    [[]],
  );
  for (const matchings of choices) yield kekuleStructureOf(graph, matchings);
}

function kekuleStructureOf(graph: MolecularGraph, matchings: readonly (readonly number[])[]): MolecularGraph {
  if (!graph.aromatic.includes(1)) return graph;
  const bondOrder = kekuleStructures(graph).singleOrders.slice();
  for (const matching of matchings) for (const bond of matching) bondOrder[bond] = 2;
  return { ...graph, bondOrder, aromatic: new Uint8Array(graph.atomCount), derived: [] };
}

/** Atoms that lack a bond and hang together by aromatic bonds. */
function systemOf(graph: MolecularGraph, unmatched: Uint8Array, start: number): readonly number[] {
  const system = [start];
  const isSeen = new Set(system);
  for (const atom of system) {
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      const next = graph.neighbour[k]!;
      if (graph.bondOrder[graph.neighbourBond[k]!] !== aromaticBond || unmatched[next] !== 1 || isSeen.has(next))
        continue;
      isSeen.add(next);
      system.push(next);
    }
  }
  return system;
}

/** Depth first: the first atom without a double bond takes each of its free neighbours in turn. Ends one above the maximum. */
function collectMatchings(
  graph: MolecularGraph,
  system: readonly number[],
  free: Uint8Array,
  chosen: readonly number[],
  matchings: (readonly number[])[],
): void {
  const atom = system.find((member) => free[member] === 1);
  if (matchings.length > maximumStructures) return;
  if (atom === undefined) {
    matchings.push(chosen);
    return;
  }
  free[atom] = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const partner = graph.neighbour[k]!;
    const bond = graph.neighbourBond[k]!;
    if (free[partner] === 0 || graph.bondOrder[bond] !== aromaticBond) continue;
    free[partner] = 0;
    collectMatchings(graph, system, free, [...chosen, bond], matchings);
    free[partner] = 1;
  }
  free[atom] = 1;
}
