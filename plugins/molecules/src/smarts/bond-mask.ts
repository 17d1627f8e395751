import { aromaticBond, dativeBond, type MolecularGraph } from '../graph/molecular-graph.js';

/**
 * Every bond is of one of twelve kinds: five orders, in or out of rings, or dative, seen from the donor or from the acceptor.
 * A bond expression is the set of kinds that it accepts, as bits, so that its logic is set algebra and its test is one AND.
 */
export const anyBond = 0b11_11111_11111;

/** Kinds in a ring: SMARTS '@'. Dative bonds never are. */
export const ringBond = 0b00_11111_00000;

/** A dative bond that leads away from its donor: SMARTS '->'. */
export const donatingBond = 0b01_00000_00000;

/** A dative bond that leads away from its acceptor: SMARTS '<-'. */
export const acceptingBond = 0b10_00000_00000;

const anyDativeBond = donatingBond | acceptingBond;

/** Both kinds of one order: 1 to 4, or `aromaticBond`. */
export function bondsOfOrder(order: number): number {
  const column = order === aromaticBond ? 4 : order - 1;
  return 0b1_00001 << column;
}

/** What an unwritten bond accepts: single or aromatic. */
export const singleOrAromaticBond = bondsOfOrder(1) | bondsOfOrder(aromaticBond);

/** The one bit of a bond as its begin sees it. @param inRing - 0 or 1. */
export function bondKind({ bondOrder }: MolecularGraph, bond: number, inRing: number): number {
  const order = bondOrder[bond]!;
  if (order === dativeBond) return donatingBond;
  return bondsOfOrder(order) & (inRing === 1 ? ringBond : ~ringBond);
}

/** The same kinds as the other end sees them. */
export function fromOtherEnd(mask: number): number {
  const isTurned = (mask & anyDativeBond) === donatingBond || (mask & anyDativeBond) === acceptingBond;
  return isTurned ? mask ^ anyDativeBond : mask;
}

/** All kinds but these; what is no dative bond one way is none the other way either. */
export function otherBonds(mask: number): number {
  return anyBond & ~((mask & anyDativeBond) === 0 ? mask : mask | anyDativeBond);
}
