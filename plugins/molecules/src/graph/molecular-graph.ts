/** Bond order code of an aromatic bond, RDKit's. Single, double, triple and quadruple bonds are 1 to 4. */
export const aromaticBond = 12;

/**
 * Bond order code of a dative (coordinate) bond, RDKit's. It runs from the donor, its begin, to the acceptor, its end, and
 * takes one valence of the acceptor and none of the donor. It closes no ring: see ring-membership.ts.
 */
export const dativeBond = 17;

/** Atoms a graph may hold. Every index and twice the bond count fit sixteen bits with room to spare. */
export const maximumAtomCount = 16_384;

/** Bonds a graph may hold. */
export const maximumBondCount = 32_767;

/**
 * A molecule as typed arrays. Immutable once built: what is derived from it is kept with it (`derive`).
 *
 * n = atomCount, m = bondCount. Atoms and bonds keep the order in which they were written or drawn.
 * The neighbours of atom a are `neighbour[k]` for neighbourStart[a] ≤ k < neighbourStart[a + 1], in ascending order of
 * the bond index `neighbourBond[k]`; every definition of stereo below leans on that order.
 */
export interface MolecularGraph {
  readonly atomCount: number;
  readonly bondCount: number;
  /** [n]; 0 is a dummy atom '*'. */
  readonly atomicNumber: Uint8Array;
  /** [n], formal charge in e. */
  readonly charge: Int8Array;
  /** [n], all hydrogens of the atom that are not atoms of the graph, implicit and bracketed alike. */
  readonly hydrogens: Uint8Array;
  /** [n], mass number; 0 is the natural mixture. */
  readonly isotope: Uint16Array;
  /** [n], 1 if aromatic. */
  readonly aromatic: Uint8Array;
  /**
   * [n], 0 none, 1 '@', 2 '@@' for this order: the hydrogen that is no atom of the graph or, without one, the lone pair
   * of a three-coordinate atom; then the neighbours in their order. 1: seen from the first, the others run anticlockwise.
   */
  readonly chirality: Uint8Array;
  /** [n], atom map number (atom class), 0 none. */
  readonly mapNumber: Uint16Array;
  /** [m]; the donor of a dative bond. */
  readonly bondBegin: Uint16Array;
  /** [m]; the acceptor of a dative bond. */
  readonly bondEnd: Uint16Array;
  /** [m], 1 to 4, 12 (`aromaticBond`) or 17 (`dativeBond`). */
  readonly bondOrder: Uint8Array;
  /**
   * [m], 0 unspecified, 1 cis, 2 trans: how the first neighbour of the begin atom (other than the end atom) and the first
   * neighbour of the end atom (other than the begin atom) lie about a double bond.
   */
  readonly bondStereo: Uint8Array;
  /** [n + 1] */
  readonly neighbourStart: Uint16Array;
  /** [2m] */
  readonly neighbour: Uint16Array;
  /** [2m] */
  readonly neighbourBond: Uint16Array;
  /** Slots of `derive`; nobody else writes here. */
  readonly derived: unknown[];
}

let slotCount = 0;

/**
 * Makes a function of a graph lazy and remembered: the first call for a graph computes, later ones look up (some ns).
 * Called once a subject, at module level. The result lives as long as its graph.
 */
export function derive<T extends object>(compute: (graph: MolecularGraph) => T): (graph: MolecularGraph) => T {
  const slot = slotCount++;
  return (graph) => {
    const known = graph.derived[slot];
    // Only this closure writes this slot, and only with what `compute` gave.
    if (known !== undefined) return known as T;
    const value = compute(graph);
    while (graph.derived.length < slot) graph.derived.push(undefined);
    graph.derived[slot] = value;
    return value;
  };
}

/** Neighbours of an atom that are atoms of the graph (Daylight's D). */
export function degree(graph: MolecularGraph, atom: number): number {
  return graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]!;
}

/** Whether any bond is dative. O(m). */
export function hasDativeBond({ bondOrder }: MolecularGraph): boolean {
  return bondOrder.includes(dativeBond);
}

/** Index of the bond between two atoms, or −1. O(degree). */
export function bondBetween(graph: MolecularGraph, first: number, second: number): number {
  for (let k = graph.neighbourStart[first]!; k < graph.neighbourStart[first + 1]!; k++) {
    if (graph.neighbour[k] === second) return graph.neighbourBond[k]!;
  }
  return -1;
}
