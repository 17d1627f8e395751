import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { countMatches } from '../smarts/match.js';
import { defineGraphProperty } from './graph-property.js';

const donor = compileSmarts('[N&!H0&v3,N&!H0&+1&v4,O&H1&+0,S&H1&+0,n&H1&+0]');

const acceptor = compileSmarts(
  '[$([O,S;H1;v2]-[!$(*=[O,N,P,S])]),$([O,S;H0;v2]),$([O,S;-]),$([N;v3;!$(N-*=!@[O,N,P,S])]),$([nH0,o,s;+0])]',
);

/** Hydrogen-bond donors: RDKit's NumHBD. */
export function donorCount(graph: MolecularGraph): number {
  return countMatches(graph, donor);
}

/** Hydrogen-bond acceptors: RDKit's NumHBA. */
export function acceptorCount(graph: MolecularGraph): number {
  return countMatches(graph, acceptor);
}

const reference = 'Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998), as adapted in RDKit';

export const hydrogenBondDonors = defineGraphProperty({
  name: 'molecules/donors',
  unit: '1',
  summary: 'Number of hydrogen-bond donors',
  reference,
  compute: donorCount,
});

export const hydrogenBondAcceptors = defineGraphProperty({
  name: 'molecules/acceptors',
  unit: '1',
  summary: 'Number of hydrogen-bond acceptors',
  reference,
  compute: acceptorCount,
});
