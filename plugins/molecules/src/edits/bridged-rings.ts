import type { MolecularGraph } from '../graph/molecular-graph.js';
import { ringsOf } from '../graph/rings.js';

/** Rings this large take a double bond at a bridgehead. */
const flexibleRing = 8;

/**
 * Whether a bridgehead of a small bridged ring system has a double bond in the system, which no such molecule has
 * (Bredt's rule). Rings that share two bonds or more are bridged; the bridgeheads are where they part.
 *
 * @param graph - In one Kekulé structure.
 * @see Fawcett, Chem. Rev. 47, 219 (1950).
 * @remarks O(rings² · ring size).
 */
export function breaksBredtsRule(graph: MolecularGraph): boolean {
  const { bondRings, bondRingCount } = ringsOf(graph);
  // Most molecules end here: bridged rings have two bonds in common at least.
  if (!hasTwoShared(bondRingCount)) return false;
  const rings = bondRings.filter((bonds) => bonds.length < flexibleRing);
  for (let i = 1; i < rings.length; i++) {
    for (let j = 0; j < i; j++) {
      const shared = rings[i]!.filter((bond) => rings[j]!.includes(bond));
      if (shared.length >= 2 && hasUnsaturatedEnd(graph, shared, rings[i]!, rings[j]!)) return true;
    }
  }
  return false;
}

function hasTwoShared(bondRingCount: Uint8Array): boolean {
  let shared = 0;
  for (let bond = 0; bond < bondRingCount.length; bond++) if (bondRingCount[bond]! > 1) shared++;
  return shared >= 2;
}

/** Whether an end of the shared path is on a double bond of either ring. */
function hasUnsaturatedEnd(
  graph: MolecularGraph,
  shared: Uint16Array,
  first: Uint16Array,
  second: Uint16Array,
): boolean {
  const visits = new Map<number, number>();
  for (const bond of shared) {
    for (const atom of [graph.bondBegin[bond]!, graph.bondEnd[bond]!]) visits.set(atom, (visits.get(atom) ?? 0) + 1);
  }
  const isDoubleAt = (atom: number) => (bond: number) =>
    graph.bondOrder[bond] === 2 && (graph.bondBegin[bond] === atom || graph.bondEnd[bond] === atom);
  return [...visits].some(([atom, count]) => {
    return count === 1 && (first.some(isDoubleAt(atom)) || second.some(isDoubleAt(atom)));
  });
}
