import type { MolecularGraph } from './molecular-graph.js';

/** A depth-first forest: every bond that is no tree bond joins an atom to one of its ancestors. */
export interface SpanningForest {
  /** First atom of each component, ascending. */
  readonly roots: readonly number[];
  /** [n], bond to the parent, −1 at roots. */
  readonly parentBond: Int32Array;
  /** [m], 1 if the bond is not in the tree. */
  readonly isClosure: Uint8Array;
}

/** Depth-first forest, neighbours in their order. O(n + m), iterative. */
export function spanningForest(graph: MolecularGraph): SpanningForest {
  const { atomCount, neighbourStart, neighbour, neighbourBond } = graph;
  const parentBond = new Int32Array(atomCount).fill(-1);
  const isClosure = new Uint8Array(graph.bondCount);
  const isVisited = new Uint8Array(atomCount);
  const cursor = neighbourStart.slice();
  const path: number[] = [];
  const roots: number[] = [];
  for (let root = 0; root < atomCount; root++) {
    if (isVisited[root] === 1) continue;
    roots.push(root);
    isVisited[root] = 1;
    path.push(root);
    while (path.length > 0) {
      const atom = path[path.length - 1]!;
      const k = cursor[atom]!++;
      if (k >= neighbourStart[atom + 1]!) {
        path.pop();
        continue;
      }
      const next = neighbour[k]!;
      const bond = neighbourBond[k]!;
      if (isVisited[next] === 0) {
        isVisited[next] = 1;
        parentBond[next] = bond;
        path.push(next);
      } else if (bond !== parentBond[atom] && parentBond[next] !== bond) isClosure[bond] = 1;
    }
  }
  return { roots, parentBond, isClosure };
}
