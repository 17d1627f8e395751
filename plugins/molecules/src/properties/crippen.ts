import { derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts, type SmartsPattern } from '../smarts/compile-smarts.js';
import { matchesAtom } from '../smarts/matches-atom.js';
import { crippenTypes } from './crippen-types.js';
import { defineGraphProperty } from './graph-property.js';

interface Contribution {
  readonly logP: number;
  readonly refractivity: number;
}

interface TypedPattern extends Contribution {
  readonly group: string;
  readonly pattern: SmartsPattern;
}

const compiledTypes: readonly TypedPattern[] = crippenTypes.map((type) => {
  return { ...type, pattern: compileSmarts(type.smarts) };
});

/** Which group of types an element's atoms are in; the halogens and metals are together in 'other'. */
const groupOf: Readonly<Record<number, string>> = { 6: 'C', 7: 'N', 8: 'O', 15: 'P', 16: 'S' };

/** The types that an atom of each element can be, in order; worked out when the element is first met. */
const typesOfElement: (readonly TypedPattern[] | undefined)[] = [];

const noContribution: Contribution = { logP: 0, refractivity: 0 };

/** Contributions of one hydrogen by what it is bound to: table 1 of the paper, types H1 to H4 and HS. */
const onCarbon: Contribution = { logP: 0.123, refractivity: 1.057 };
const onAlcohol: Contribution = { logP: -0.2677, refractivity: 1.395 };
const onNitrogen: Contribution = { logP: 0.2142, refractivity: 0.9627 };
const onAcid: Contribution = { logP: 0.298, refractivity: 1.805 };
const onOther: Contribution = { logP: 0.1125, refractivity: 1.112 };

/**
 * Octanol–water partition coefficient and molar refractivity as sums over atoms, hydrogens among them.
 *
 * @returns `logP` (pure number), `refractivity` in cm³/mol; equal to RDKit's MolLogP and MolMR.
 * @see Wildman & Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999).
 */
export const crippenContributions = derive((graph: MolecularGraph): Contribution => {
  let logP = 0;
  let refractivity = 0;
  for (let atom = 0; atom < graph.atomCount; atom++) {
    const own = graph.atomicNumber[atom] === 1 ? boundHydrogen(graph, atom) : heavyAtom(graph, atom);
    logP += own.logP;
    refractivity += own.refractivity;
    const hydrogens = graph.hydrogens[atom]!;
    if (hydrogens === 0) continue;
    const each = hydrogenOn(graph, atom, -1, hydrogens);
    logP += hydrogens * each.logP;
    refractivity += hydrogens * each.refractivity;
  }
  return { logP, refractivity };
});

function heavyAtom(graph: MolecularGraph, atom: number): Contribution {
  for (const type of elementTypes(graph.atomicNumber[atom]!)) {
    if (matchesAtom(graph, type.pattern, atom)) return type;
  }
  return noContribution;
}

function elementTypes(z: number): readonly TypedPattern[] {
  const known = typesOfElement[z];
  if (known !== undefined) return known;
  const group = groupOf[z] ?? 'other';
  const types = compiledTypes.filter((type) => type.group === group);
  typesOfElement[z] = types;
  return types;
}

/** A hydrogen that is an atom of the graph (an isotope, H₂). */
function boundHydrogen(graph: MolecularGraph, atom: number): Contribution {
  const start = graph.neighbourStart[atom]!;
  if (graph.neighbourStart[atom + 1] === start) return graph.hydrogens[atom]! > 0 ? onCarbon : onOther;
  return hydrogenOn(graph, graph.neighbour[start]!, atom, 0);
}

/**
 * @param self - The hydrogen's own atom, or −1 where it is implicit.
 * @param implicit - Implicit hydrogens of `parent`, the one in question among them.
 */
function hydrogenOn(graph: MolecularGraph, parent: number, self: number, implicit: number): Contribution {
  const z = graph.atomicNumber[parent]!;
  if (z === 6 || z === 1) return onCarbon;
  if (z === 8) return hydrogenOnOxygen(graph, parent, self, implicit);
  return z === 7 ? onNitrogen : onAlcohol;
}

function hydrogenOnOxygen(graph: MolecularGraph, oxygen: number, self: number, implicit: number): Contribution {
  const others: number[] = [];
  for (let k = graph.neighbourStart[oxygen]!; k < graph.neighbourStart[oxygen + 1]!; k++) {
    const other = graph.neighbour[k]!;
    if (other !== self) others.push(other);
  }
  const besideHydrogen = implicit > (self === -1 ? 1 : 0) || graph.hydrogens[oxygen]! > (self === -1 ? 1 : 0);
  if (besideHydrogen || others.some((other) => isAlcoholic(graph, other))) return onAlcohol;
  if (others.some((other) => graph.atomicNumber[other] === 7)) return onNitrogen;
  return others.some((other) => isAcidic(graph, other)) ? onAcid : onOther;
}

/** sp³ or aromatic carbon, or none of C, N, O, S. */
function isAlcoholic(graph: MolecularGraph, atom: number): boolean {
  const z = graph.atomicNumber[atom]!;
  if (z === 6) return graph.aromatic[atom] === 1 || totalDegree(graph, atom) === 4;
  return z !== 7 && z !== 8 && z !== 16;
}

/** O or S, or a carbon with a double bond to C, N, O or S. */
function isAcidic(graph: MolecularGraph, atom: number): boolean {
  const z = graph.atomicNumber[atom]!;
  if (z === 8 || z === 16) return true;
  if (z !== 6) return false;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const partner = graph.atomicNumber[graph.neighbour[k]!]!;
    const isPartner = partner === 6 || partner === 7 || partner === 8 || partner === 16;
    if (isPartner && graph.bondOrder[graph.neighbourBond[k]!] === 2) return true;
  }
  return false;
}

function totalDegree(graph: MolecularGraph, atom: number): number {
  return graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]! + graph.hydrogens[atom]!;
}

export const logP = defineGraphProperty({
  name: 'molecules/log-p',
  unit: '1',
  summary: 'Octanol–water partition coefficient (log P) by Wildman–Crippen contributions',
  details: 'The decadic logarithm of the concentration ratio. Oral drugs mostly lie between 0 and 5.',
  reference: 'Wildman & Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999)',
  compute: (graph) => crippenContributions(graph).logP,
});

export const molarRefractivity = defineGraphProperty({
  name: 'molecules/molar-refractivity',
  unit: 'cm³/mol',
  summary: 'Molar refractivity by Wildman–Crippen contributions',
  reference: 'Wildman & Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999)',
  compute: (graph) => crippenContributions(graph).refractivity,
});
