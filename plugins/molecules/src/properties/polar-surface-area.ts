import { aromaticBond, dativeBond, degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { ringsOf } from '../graph/rings.js';
import { defineGraphProperty } from './graph-property.js';

/** How an atom is bound: what Ertl's fragments are told apart by. */
interface Surroundings {
  readonly neighbours: number;
  readonly hydrogens: number;
  readonly charge: number;
  readonly single: number;
  readonly double: number;
  readonly triple: number;
  readonly aromatic: number;
  readonly dative: number;
  readonly inThreeRing: boolean;
}

/**
 * Topological polar surface area from nitrogen and oxygen fragments. Sulfur and phosphorus are left out, as is usual.
 *
 * @returns Å².
 * @see Ertl, Rohde & Selzer, J. Med. Chem. 43, 3714 (2000).
 */
export function polarSurfaceArea(graph: MolecularGraph): number {
  let area = 0;
  for (let atom = 0; atom < graph.atomCount; atom++) {
    const z = graph.atomicNumber[atom]!;
    if (z === 7) area += nitrogenArea(surroundingsOf(graph, atom));
    else if (z === 8) area += oxygenArea(surroundingsOf(graph, atom));
  }
  return area;
}

function surroundingsOf(graph: MolecularGraph, atom: number): Surroundings {
  const bonds = [0, 0, 0, 0];
  let dative = 0;
  let hydrogenNeighbours = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    if (graph.atomicNumber[graph.neighbour[k]!] === 1) {
      hydrogenNeighbours++;
      continue;
    }
    const order = graph.bondOrder[graph.neighbourBond[k]!]!;
    if (order === dativeBond) dative++;
    else bonds[order === aromaticBond ? 0 : order]!++;
  }
  return {
    neighbours: degree(graph, atom) - hydrogenNeighbours,
    hydrogens: graph.hydrogens[atom]! + hydrogenNeighbours,
    charge: graph.charge[atom]!,
    single: bonds[1]!,
    double: bonds[2]!,
    triple: bonds[3]!,
    aromatic: bonds[0]!,
    dative,
    inThreeRing: ringsOf(graph).smallestRing[atom] === 3,
  };
}

/** One digit each: dative bonds, which no fragment has, then single, double, triple and aromatic bonds. */
function bondPattern({ dative, single, double, triple, aromatic }: Surroundings): number {
  return dative * 10_000 + single * 1000 + double * 100 + triple * 10 + aromatic;
}

/** Table 1 of the paper, nitrogen; the last line is its fallback for what the table lacks. */
function nitrogenArea(around: Surroundings): number {
  const { neighbours, hydrogens, charge, inThreeRing } = around;
  const key = `${bondPattern(around)}/${hydrogens}/${charge}`;
  if (inThreeRing && key === '3000/0/0') return 3.01;
  if (inThreeRing && key === '2000/1/0') return 21.94;
  return nitrogenFragments[key] ?? Math.max(0, 30.5 - 8.2 * neighbours + 1.5 * hydrogens);
}

/** Å² by 'bonds/hydrogens/charge', bonds as {@link bondPattern} writes them. */
const nitrogenFragments: Readonly<Record<string, number>> = {
  '3000/0/0': 3.24,
  '1100/0/0': 12.36,
  '10/0/0': 23.79,
  '1200/0/0': 11.68,
  '110/0/0': 13.6,
  '2000/1/0': 12.03,
  '100/1/0': 23.85,
  '1000/2/0': 26.02,
  '4000/0/1': 0,
  '2100/0/1': 3.01,
  '1010/0/1': 4.36,
  '3000/1/1': 4.44,
  '1100/1/1': 13.97,
  '2000/2/1': 16.61,
  '100/2/1': 25.59,
  '1000/3/1': 27.64,
  '2/0/0': 12.89,
  '3/0/0': 4.41,
  '1002/0/0': 4.93,
  '102/0/0': 8.39,
  '2/1/0': 15.79,
  '3/0/1': 4.1,
  '1002/0/1': 3.88,
  '2/1/1': 14.14,
};

/** Table 1 of the paper, oxygen; the last line is its fallback. */
function oxygenArea(around: Surroundings): number {
  const { neighbours, hydrogens, charge, inThreeRing } = around;
  const key = `${bondPattern(around)}/${hydrogens}/${charge}`;
  if (inThreeRing && key === '2000/0/0') return 12.53;
  return oxygenFragments[key] ?? Math.max(0, 28.5 - 8.6 * neighbours + 1.5 * hydrogens);
}

const oxygenFragments: Readonly<Record<string, number>> = {
  '2000/0/0': 9.23,
  '100/0/0': 17.07,
  '1000/1/0': 20.23,
  '1000/0/-1': 23.06,
  '2/0/0': 13.14,
};

export const topologicalPolarSurfaceArea = defineGraphProperty({
  name: 'molecules/tpsa',
  unit: 'Å²',
  summary: 'Topological polar surface area (TPSA) from nitrogen and oxygen fragments',
  details:
    'Oral drugs mostly lie under 140 Å²; drugs that reach the brain under 90 Å². Sulfur and phosphorus do not count.',
  reference: 'Ertl, Rohde & Selzer, J. Med. Chem. 43, 3714 (2000)',
  compute: polarSurfaceArea,
});
