import { dativeBond, derive, hasDativeBond, type MolecularGraph } from './molecular-graph.js';

/**
 * [m], 1 for every bond that lies on some ring, 0 for bridges. Dative bonds are left out, as in RDKit: a chelate is no ring,
 * but the ligand may be one by itself.
 * @remarks O(n + m), iterative. @see Tarjan, Inf. Process. Lett. 2, 160 (1974).
 */
export const bondRingMembership: (graph: MolecularGraph) => Uint8Array = derive((graph) =>
  findCycleBonds(graph, dativeBond),
);

/** [m], 1 for every bond that lies on some cycle, dative bonds among them: cutting one leaves the molecule whole. */
export const bondCycleMembership: (graph: MolecularGraph) => Uint8Array = derive((graph) =>
  hasDativeBond(graph) ? findCycleBonds(graph, noOrder) : bondRingMembership(graph),
);

/** No bond has this order. */
const noOrder = 0;

/** [n], 1 for every atom that lies on some ring. */
export const atomRingMembership: (graph: MolecularGraph) => Uint8Array = derive((graph) => {
  const inRing = bondRingMembership(graph);
  const atoms = new Uint8Array(graph.atomCount);
  for (let b = 0; b < graph.bondCount; b++) {
    if (inRing[b] === 0) continue;
    atoms[graph.bondBegin[b]!] = 1;
    atoms[graph.bondEnd[b]!] = 1;
  }
  return atoms;
});

/** Depth-first search: a tree bond is a bridge if nothing below it reaches above it. */
function findCycleBonds(graph: MolecularGraph, ignoredOrder: number): Uint8Array {
  const { atomCount, bondCount, neighbourStart, neighbour, neighbourBond, bondOrder } = graph;
  const inRing = new Uint8Array(bondCount);
  if (bondCount === 0) return inRing;
  if (scratch.path.length < atomCount) scratch = allocateScratch(2 * atomCount);
  const { entered, lowest, cursor, path, pathBond } = scratch;
  entered.fill(0, 0, atomCount);
  for (let atom = 0; atom < atomCount; atom++) cursor[atom] = neighbourStart[atom]!;
  let clock = 0;
  for (let root = 0; root < atomCount; root++) {
    if (entered[root] !== 0) continue;
    let depth = 0;
    path[0] = root;
    pathBond[0] = -1;
    entered[root] = lowest[root] = ++clock;
    while (depth >= 0) {
      const atom = path[depth]!;
      const k = cursor[atom]!;
      if (k < neighbourStart[atom + 1]!) {
        cursor[atom] = k + 1;
        const bond = neighbourBond[k]!;
        if (bond === pathBond[depth] || bondOrder[bond] === ignoredOrder) continue;
        const next = neighbour[k]!;
        if (entered[next] === 0) {
          entered[next] = lowest[next] = ++clock;
          path[++depth] = next;
          pathBond[depth] = bond;
        } else {
          inRing[bond] = 1;
          if (entered[next]! < lowest[atom]!) lowest[atom] = entered[next]!;
        }
        continue;
      }
      const bond = pathBond[depth--]!;
      if (depth < 0) break;
      const parent = path[depth]!;
      if (lowest[atom]! <= entered[parent]!) inRing[bond] = 1;
      if (lowest[atom]! < lowest[parent]!) lowest[parent] = lowest[atom]!;
    }
  }
  return inRing;
}

/** What one search works with and the next one overwrites: allocating it took longer than the search. */
let scratch = allocateScratch(128);

function allocateScratch(atoms: number) {
  return {
    entered: new Uint16Array(atoms),
    lowest: new Uint16Array(atoms),
    cursor: new Uint16Array(atoms),
    path: new Uint16Array(atoms),
    pathBond: new Int16Array(atoms),
  };
}
