import type { MolecularGraph } from './molecular-graph.js';

/** Most cycles taken from one pair of equally long path bundles: macrocycles of rings have 2^k, which all mean the same. */
const bundleLimit = 32;

/**
 * Cycles among which every minimum cycle basis lies, shortest first: for each atom r, two disjoint shortest paths from r
 * through smaller atoms only, closed by one bond or one further atom. Each cycle is a list of atoms in ring order.
 *
 * Cycles are spelt out one by one as they are asked for, because a caller that has its basis asks for no longer ones.
 *
 * @param component - Atoms of one connected piece of the ring bonds, ascending.
 * @param inRing - [m], the ring bonds.
 * @remarks O(k²) for k atoms, and O(length) a cycle.
 * @see Vismara, Electron. J. Combin. 4, R9 (1997), the families of relevant cycles.
 */
export function* ringCandidates(
  graph: MolecularGraph,
  component: readonly number[],
  inRing: Uint8Array,
): Generator<number[], void> {
  const search: Search = {
    graph,
    inRing,
    distance: new Int32Array(graph.atomCount).fill(-1),
    pathCount: new Uint16Array(graph.atomCount),
    mark: new Int32Array(graph.atomCount),
    stamp: 0,
    queue: [],
    bundles: [],
  };
  for (const root of component) {
    reach(search, root);
    for (const atom of search.queue) closeAt(search, root, atom);
  }
  // Stable, so bundles of one length stay together by root.
  search.bundles.sort((x, y) => x.length - y.length);
  for (const bundle of search.bundles) {
    if (search.queue[0] !== bundle.root) reach(search, bundle.root);
    yield* cyclesOf(search, bundle);
  }
}

/** All cycles of a root that go to `first` and to `second` by shortest paths and there close, over `top` unless it is −1. */
interface Bundle {
  readonly length: number;
  readonly root: number;
  readonly first: number;
  readonly second: number;
  readonly top: number;
}

interface Search {
  readonly graph: MolecularGraph;
  readonly inRing: Uint8Array;
  /** [n], from the root through smaller atoms, −1 not reached. */
  readonly distance: Int32Array;
  /** [n], shortest paths from the root, at most `bundleLimit`. */
  readonly pathCount: Uint16Array;
  readonly mark: Int32Array;
  stamp: number;
  readonly queue: number[];
  readonly bundles: Bundle[];
}

function reach({ graph, inRing, distance, pathCount, queue }: Search, root: number): void {
  const { neighbourStart, neighbour, neighbourBond } = graph;
  for (const atom of queue) distance[atom] = -1;
  queue.length = 0;
  queue.push(root);
  distance[root] = 0;
  pathCount[root] = 1;
  for (let i = 0; i < queue.length; i++) {
    const atom = queue[i]!;
    const next = distance[atom]! + 1;
    for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
      const other = neighbour[k]!;
      if (other >= root || inRing[neighbourBond[k]!] === 0) continue;
      if (distance[other] === -1) {
        distance[other] = next;
        pathCount[other] = pathCount[atom]!;
        queue.push(other);
      } else if (distance[other] === next) {
        pathCount[other] = Math.min(bundleLimit, pathCount[other]! + pathCount[atom]!);
      }
    }
  }
}

/** Bundles whose far side is `atom`: odd ones over a bond to an atom equally far, even ones over the atom itself. */
function closeAt(search: Search, root: number, atom: number): void {
  const { graph, inRing, distance } = search;
  const { neighbourStart, neighbour, neighbourBond } = graph;
  const far = distance[atom]!;
  for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
    const first = neighbour[k]!;
    if (inRing[neighbourBond[k]!] === 0 || distance[first] === -1) continue;
    if (distance[first] === far && first < atom) addBundle(search, root, first, atom, -1);
    if (distance[first] !== far - 1) continue;
    for (let l = neighbourStart[atom]!; l < k; l++) {
      const second = neighbour[l]!;
      if (inRing[neighbourBond[l]!] === 1 && distance[second] === far - 1) addBundle(search, root, first, second, atom);
    }
  }
}

function addBundle({ distance, bundles }: Search, root: number, first: number, second: number, top: number): void {
  if (first === root || second === root) return;
  const length = distance[first]! + distance[second]! + (top < 0 ? 1 : 2);
  bundles.push({ length, root, first, second, top });
}

function* cyclesOf(search: Search, { root, first, second, top }: Bundle): Generator<number[], void> {
  let taken = 0;
  for (let i = 0; i < search.pathCount[first]!; i++) {
    const left = pathTo(search, first, i);
    const stamp = ++search.stamp;
    for (const atom of left) if (atom !== root) search.mark[atom] = stamp;
    left.reverse();
    for (let j = 0; j < search.pathCount[second]! && taken < bundleLimit; j++) {
      const right = pathTo(search, second, j);
      if (right.some((atom) => search.mark[atom] === stamp)) continue;
      right.pop();
      yield top < 0 ? [...left, ...right] : [...left, top, ...right];
      taken++;
    }
  }
}

/** The index-th shortest path, from the atom to the root. */
function pathTo({ graph, inRing, distance, pathCount }: Search, from: number, index: number): number[] {
  const { neighbourStart, neighbour, neighbourBond } = graph;
  const path = [from];
  let atom = from;
  let rest = index;
  while (distance[atom]! > 0) {
    let chosen = -1;
    for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
      const other = neighbour[k]!;
      if (inRing[neighbourBond[k]!] === 0 || distance[other] !== distance[atom]! - 1) continue;
      chosen = other;
      if (rest < pathCount[other]!) break;
      rest -= pathCount[other]!;
    }
    rest = Math.min(rest, pathCount[chosen]! - 1);
    path.push(chosen);
    atom = chosen;
  }
  return path;
}
