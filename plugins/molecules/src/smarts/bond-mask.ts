import { aromaticBond } from '../graph/molecular-graph.js';

/**
 * Every bond is one of ten kinds: five orders, in or out of rings. A bond expression is the set of kinds that it
 * accepts, as bits, so that its logic is set algebra and its test is one AND.
 */
export const anyBond = 0b11111_11111;

/** Kinds in a ring: SMARTS '@'. */
export const ringBond = 0b11111_00000;

/** Both kinds of one order: 1 to 4, or `aromaticBond`. */
export function bondsOfOrder(order: number): number {
  return bondKind(order, 0) | bondKind(order, 1);
}

/** What an unwritten bond accepts: single or aromatic. */
export const singleOrAromaticBond = bondsOfOrder(1) | bondsOfOrder(aromaticBond);

/** The one bit of a bond. @param inRing - 0 or 1. */
export function bondKind(order: number, inRing: number): number {
  const column = order === aromaticBond ? 4 : order - 1;
  return 1 << (column + 5 * inRing);
}
