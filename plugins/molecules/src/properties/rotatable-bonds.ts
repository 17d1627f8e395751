import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { countMatches } from '../smarts/match.js';
import { defineGraphProperty } from './graph-property.js';

/** An end of a rotatable bond: no triple bond, not terminal, not CX₃ or tert-butyl. */
const end = '!$(*#*)&!D1&!$(C(F)(F)F)&!$(C(Cl)(Cl)Cl)&!$(C(Br)(Br)Br)&!$(C([CH3])([CH3])[CH3])';

/** The bond of an amide, ester, amidine or the like, seen from either side. */
const stiff =
  '!$([CD3](=[N,O,S])-!@[#7,O,S!D1])&!$([#7,O,S!D1]-!@[CD3]=[N,O,S])&!$([CD3](=[N+])-!@[#7!D1])&!$([#7!D1]-!@[CD3]=[N+])';

const rotatable = compileSmarts(`[${end}&${stiff}]-,:;!@[${end}]`);

/** Bonds about which a molecule turns freely, amides and the like left out: RDKit's strict count. */
export function rotatableBondCount(graph: MolecularGraph): number {
  return countMatches(graph, rotatable);
}

export const rotatableBonds = defineGraphProperty({
  name: 'molecules/rotatable-bonds',
  unit: '1',
  summary: 'Number of rotatable bonds, amides and the like left out',
  reference: 'Veber et al., J. Med. Chem. 45, 2615 (2002); patterns of RDKit, strict definition',
  compute: rotatableBondCount,
});
