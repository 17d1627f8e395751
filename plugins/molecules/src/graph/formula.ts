import { atomicWeights, commonIsotopeMasses, elementSymbols, isotopeMass } from './elements.js';
import type { MolecularGraph } from './molecular-graph.js';

/**
 * Atoms of each element, [119] by atomic number, hydrogens of every kind at 1; entry 0 counts dummies.
 */
export function elementCounts(graph: MolecularGraph): Uint32Array {
  const counts = new Uint32Array(elementSymbols.length);
  for (let a = 0; a < graph.atomCount; a++) {
    counts[graph.atomicNumber[a]!]!++;
    counts[1]! += graph.hydrogens[a]!;
  }
  return counts;
}

/** Sum of the formal charges, e. */
export function totalCharge(graph: MolecularGraph): number {
  let charge = 0;
  for (let a = 0; a < graph.atomCount; a++) charge += graph.charge[a]!;
  return charge;
}

/**
 * Molecular formula in the Hill system, charge at the end: 'C9H8O4', 'H4N+', 'O4S-2'.
 * @see Hill, J. Am. Chem. Soc. 22, 478 (1900): C, H, then the alphabet; without carbon the alphabet alone.
 */
export function hillFormula(graph: MolecularGraph): string {
  const counts = elementCounts(graph);
  const present = elementSymbols.map((_, z) => z).filter((z) => counts[z]! > 0);
  const rank = (z: number) =>
    counts[6] === 0 ? elementSymbols[z]! : z === 6 ? ' 1' : z === 1 ? ' 2' : elementSymbols[z]!;
  present.sort((x, y) => (rank(x) < rank(y) ? -1 : 1));
  const charge = totalCharge(graph);
  const magnitude = Math.abs(charge) > 1 ? Math.abs(charge) : '';
  const chargeText = charge === 0 ? '' : `${charge > 0 ? '+' : '-'}${magnitude}`;
  return present.map((z) => elementSymbols[z]! + (counts[z]! > 1 ? counts[z] : '')).join('') + chargeText;
}

/**
 * Average molecular mass, g/mol: standard atomic weights; labelled atoms count with the mass of their isotope. Dummies
 * weigh nothing. Equal to RDKit's `Descriptors.MolWt`.
 */
export function averageMass(graph: MolecularGraph): number {
  return massBy(graph, atomicWeights);
}

/**
 * Mass of the molecule or ion of the most common isotopes, u; labelled atoms as labelled, lost electrons subtracted. Equal
 * to RDKit's `Descriptors.ExactMolWt`.
 */
export function exactMass(graph: MolecularGraph): number {
  return massBy(graph, commonIsotopeMasses) - totalCharge(graph) * electronMass;
}

/** u (CODATA 2018). */
const electronMass = 5.48579909065e-4;

function massBy(graph: MolecularGraph, masses: Float64Array): number {
  let mass = 0;
  for (let a = 0; a < graph.atomCount; a++) {
    const z = graph.atomicNumber[a]!;
    const isotope = graph.isotope[a]!;
    mass += isotope === 0 || z === 0 ? masses[z]! : isotopeMass(z, isotope);
    mass += graph.hydrogens[a]! * masses[1]!;
  }
  return mass;
}
