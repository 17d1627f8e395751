import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { countMatches } from '../smarts/match.js';
import { defineGraphProperty } from './graph-property.js';

const donor = compileSmarts('[N&!H0&v3,N&!H0&+1&v4,O&H1&+0,S&H1&+0,n&H1&+0]');

/** Hydrogen-bond donors: RDKit's NumHBD. */
export function donorCount(graph: MolecularGraph): number {
  return countMatches(graph, donor);
}

export const hydrogenBondDonors = defineGraphProperty({
  name: 'molecules/donors',
  unit: '1',
  summary: 'Number of hydrogen-bond donors',
  reference: 'Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998), as adapted in RDKit',
  compute: donorCount,
});
