import type { MolecularGraph } from '../graph/molecular-graph.js';
import { ringsOf } from '../graph/rings.js';
import { breaksBredtsRule } from './bridged-rings.js';
import { bondOrderSum } from './valence-room.js';

/** What an edited molecule must satisfy beyond valences. */
export interface PlausibilityLimits {
  /** Most atoms other than hydrogen. */
  readonly maxHeavyAtoms: number;
  /** Atoms of the largest ring. */
  readonly maxRingSize: number;
}

/**
 * Whether a Kekulé structure could be made: within the limits, no double bond in a ring of three, no two in a ring of four,
 * no cumulated double bonds or triple bond in a ring under eight atoms, none at a bridgehead, no hydrogen on sulfur(IV) or
 * sulfur(VI).
 */
export function isPlausible(graph: MolecularGraph, { maxHeavyAtoms, maxRingSize }: PlausibilityLimits): boolean {
  if (graph.atomCount === 0 || graph.atomCount > maxHeavyAtoms || hasSulfurHydride(graph)) return false;
  const holdTogether = ringsOf(graph).bondRings.every((bonds) => {
    if (bonds.length > maxRingSize) return false;
    return bonds.length >= 8 || !isStrained(graph, bonds);
  });
  return holdTogether && !breaksBredtsRule(graph);
}

const sulfur = 16;

function hasSulfurHydride(graph: MolecularGraph): boolean {
  for (let atom = 0; atom < graph.atomCount; atom++) {
    if (graph.atomicNumber[atom] === sulfur && graph.hydrogens[atom]! > 0 && bondOrderSum(graph, atom) > 2) return true;
  }
  return false;
}

function isStrained(graph: MolecularGraph, ring: Uint16Array): boolean {
  let doubles = 0;
  for (let i = 0; i < ring.length; i++) {
    const order = graph.bondOrder[ring[i]!]!;
    if (order === 3) return true;
    if (order !== 2) continue;
    doubles++;
    if (graph.bondOrder[ring[(i + 1) % ring.length]!] === 2) return true;
  }
  return ring.length <= 4 && doubles > ring.length - 3;
}
