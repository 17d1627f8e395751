/**
 * One step of the hash that RDKit's Morgan fingerprints are made of (the 32-bit combination of the Boost library):
 * seed ⊕ (value + 0x9e3779b9 + (seed ≪ 6) + (seed ≫ 2)).
 *
 * @returns A 32-bit pattern as a signed integer; `>>> 0` makes it unsigned.
 */
export function combineHash(seed: number, value: number): number {
  return seed ^ (value + 0x9e3779b9 + (seed << 6) + (seed >>> 2));
}
