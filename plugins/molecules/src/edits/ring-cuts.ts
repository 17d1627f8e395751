import { derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { spanningForest } from '../graph/spanning-forest.js';

/**
 * [bondCount]; −1 for bonds outside rings. Two ring bonds of the same class, and no others, split the molecule when both are
 * cut: the very same independent rings run through them.
 *
 * @remarks O((n + m) · rings / 32), once a graph. A depth-first forest gives every closing bond a ring; a tree bond lies on
 * the rings that close over it.
 */
export const ringCutClasses: (graph: MolecularGraph) => Int16Array = derive((graph) => {
  const { words, masks } = ringMasks(graph);
  const classes = new Int16Array(graph.bondCount).fill(-1);
  const classOf = new Map<string, number>();
  for (let bond = 0; bond < graph.bondCount; bond++) {
    const mask = masks.subarray(bond * words, (bond + 1) * words);
    if (mask.every((word) => word === 0)) continue;
    const key = mask.join();
    const known = classOf.get(key) ?? classOf.size;
    classOf.set(key, known);
    classes[bond] = known;
  }
  return classes;
});

/** For each bond the set of fundamental rings through it, [bondCount, words] bits. */
function ringMasks(graph: MolecularGraph): { words: number; masks: Int32Array } {
  const { bondBegin, bondEnd } = graph;
  const { parentBond, isClosure } = spanningForest(graph);
  const depth = depthsOf(graph, parentBond);
  const ringCount = isClosure.reduce((sum, one) => sum + one, 0);
  const words = (ringCount + 31) >>> 5;
  const masks = new Int32Array(graph.bondCount * words);
  let ring = 0;
  for (let closure = 0; closure < graph.bondCount; closure++) {
    if (isClosure[closure] === 0) continue;
    const word = ring >>> 5;
    const bit = 1 << (ring++ & 31);
    masks[closure * words + word]! |= bit;
    const [first, second] = [bondBegin[closure]!, bondEnd[closure]!];
    const top = depth[first]! < depth[second]! ? first : second;
    for (let atom = top === first ? second : first; atom !== top; ) {
      const bond = parentBond[atom]!;
      masks[bond * words + word]! |= bit;
      atom = bondBegin[bond] === atom ? bondEnd[bond]! : bondBegin[bond]!;
    }
  }
  return { words, masks };
}

/** Bonds from each atom up to its root. */
function depthsOf(graph: MolecularGraph, parentBond: Int32Array): Int32Array {
  const depth = new Int32Array(graph.atomCount).fill(-1);
  const path: number[] = [];
  for (let start = 0; start < graph.atomCount; start++) {
    let atom = start;
    while (depth[atom] === -1 && parentBond[atom] !== -1) {
      path.push(atom);
      const bond = parentBond[atom]!;
      atom = graph.bondBegin[bond] === atom ? graph.bondEnd[bond]! : graph.bondBegin[bond]!;
    }
    if (depth[atom] === -1) depth[atom] = 0;
    let steps = depth[atom]!;
    for (let below = path.pop(); below !== undefined; below = path.pop()) depth[below] = ++steps;
  }
  return depth;
}
