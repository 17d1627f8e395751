import { atomicWeights, isotopeMass } from '../graph/elements.js';

/**
 * Whole part of the difference between a labelled isotope's mass and the element's standard weight: what RDKit's Morgan
 * invariants know of isotopes.
 *
 * @param isotope - Mass number; 0 is the natural mixture, with difference 0, as have dummy atoms.
 */
export function massDifference(atomicNumber: number, isotope: number): number {
  return isotope === 0 || atomicNumber === 0
    ? 0
    : Math.trunc(isotopeMass(atomicNumber, isotope) - atomicWeights[atomicNumber]!);
}
