import { outerElectrons, valencesOf } from './elements.js';
import { aromaticBond, dativeBond, derive, type MolecularGraph } from './molecular-graph.js';
import { isDonor, totalValence, twiceBondOrderSum } from './valence.js';

/**
 * [n], hybridisation as RDKit assigns it: 0 s, 1 sp, 2 sp2, 3 sp3, 4 sp3d, 5 sp3d2, 6 none (dummies and metals beyond).
 * An atom with four places turns sp2 if a bond of it is conjugated. A dative bond is no place of its donor.
 */
export const hybridisationOf: (graph: MolecularGraph) => Uint8Array = derive((graph) => {
  const isConjugated = conjugatedBonds(graph);
  return Uint8Array.from({ length: graph.atomCount }, (_, atom) => hybridisationAt(graph, atom, isConjugated));
});

/** [m], 1 for aromatic bonds and for bonds next to a multiple bond over an atom that can carry the conjugation on. */
export function conjugatedBonds(graph: MolecularGraph): Uint8Array {
  const { neighbourStart, neighbour, neighbourBond, bondOrder } = graph;
  const isConjugated = Uint8Array.from(bondOrder, (order) => (order === aromaticBond ? 1 : 0));
  for (let atom = 0; atom < graph.atomCount; atom++) {
    const places = totalDegree(graph, atom);
    if (places < 2 || places > 3 || !carriesConjugation(graph, atom)) continue;
    for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
      const multiple = neighbourBond[k]!;
      const order = bondOrder[multiple]!;
      if (order === 1 || order === dativeBond || !carriesConjugation(graph, neighbour[k]!)) continue;
      for (let l = neighbourStart[atom]!; l < neighbourStart[atom + 1]!; l++) {
        const other = neighbour[l]!;
        if (l === k || totalDegree(graph, other) > 3 || !carriesConjugation(graph, other)) continue;
        isConjugated[multiple] = 1;
        isConjugated[neighbourBond[l]!] = 1;
      }
    }
  }
  return isConjugated;
}

function totalDegree(graph: MolecularGraph, atom: number): number {
  return graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]! + graph.hydrogens[atom]!;
}

/** Not univalent and not hypervalent; of the third row and below not of the nitrogen or oxygen group, but for a terminal S. */
function carriesConjugation(graph: MolecularGraph, atom: number): boolean {
  const atomicNumber = graph.atomicNumber[atom]!;
  const first = valencesOf(atomicNumber)[0];
  if (first === 1) return false;
  if (graph.charge[atom] === 0 && first !== undefined && totalValence(graph, atom) > first) return false;
  const outer = outerElectrons[atomicNumber]!;
  return atomicNumber <= 10 || (outer !== 5 && outer !== 6) || (outer === 6 && totalDegree(graph, atom) < 2);
}

function hybridisationAt(graph: MolecularGraph, atom: number, isConjugated: Uint8Array): number {
  if (graph.atomicNumber[atom] === 0) return 6;
  const places = bondsAndLonePairs(graph, atom);
  if (places <= 1) return 0;
  if (places === 4) {
    if (totalDegree(graph, atom) > 3) return 3;
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      if (isConjugated[graph.neighbourBond[k]!] === 1) return 2;
    }
    return 3;
  }
  return Math.min(places - 1, 6);
}

/** From here on only neighbours count. */
const actinium = 89;

function bondsAndLonePairs(graph: MolecularGraph, atom: number): number {
  const degree = totalDegree(graph, atom) - donatedBonds(graph, atom);
  const atomicNumber = graph.atomicNumber[atom]!;
  if (atomicNumber <= 1) return degree;
  if (atomicNumber >= actinium) return totalDegree(graph, atom);
  const outer = outerElectrons[atomicNumber]!;
  const charge = graph.charge[atom]!;
  const valence = totalValence(graph, atom);
  const free = outer - (valence + charge);
  if (valence + outer - charge >= 8) return degree + Math.trunc(free / 2);
  const radicals = radicalElectrons(graph, atom);
  return degree + Math.trunc((free - radicals) / 2) + radicals;
}

/** Dative bonds of which an atom is the donor: its lone pair is in them. */
function donatedBonds(graph: MolecularGraph, atom: number): number {
  let count = 0;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    if (isDonor(graph, atom, graph.neighbourBond[k]!)) count++;
  }
  return count;
}

/** Unpaired electrons that the octet, or an early element's shell, leaves. */
function radicalElectrons(graph: MolecularGraph, atom: number): number {
  const atomicNumber = graph.atomicNumber[atom]!;
  const valences = valencesOf(atomicNumber);
  if (valences.length === 0) return 0;
  const charge = graph.charge[atom]!;
  const outer = outerElectrons[atomicNumber]!;
  const valence = (twiceBondOrderSum(graph, atom) >> 1) + graph.hydrogens[atom]!;
  let late = 8 - outer - valence + charge;
  if (late < 0)
    late = Math.max(0, valences.map((allowed) => allowed - valence + charge).find((rest) => rest >= 0) ?? 0);
  const early = outer - valence - charge;
  return early >= 0 ? Math.min(late, early) : late;
}
