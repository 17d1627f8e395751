import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { firstAtomMatches } from '../smarts/match.js';

/**
 * The pharmacophoric features of FCFP fingerprints, by bit, as RDKit defines them
 * (donor 1, acceptor 2, aromatic 4, halogen 8, basic 16, acidic 32), after Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998).
 */
const features = [
  '[$([N;!H0;v3,v4&+1]),$([O,S;H1;+0]),n&H1&+0]',
  '[$([O,S;H1;v2;!$(*-*=[O,N,P,S])]),$([O,S;H0;v2]),$([O,S;-]),$([N;v3;!$(N-*=[O,N,P,S])]),n&H0&+0,$([o,s;+0;!$([o,s]:n);!$([o,s]:c:n)])]',
  '[a]',
  '[F,Cl,Br,I]',
  '[#7;+,$([N;H2&+0][$([C,a]);!$([C,a](=O))]),$([N;H1&+0]([$([C,a]);!$([C,a](=O))])[$([C,a]);!$([C,a](=O))]),$([N;H0&+0]([C;!$(C(=O))])([C;!$(C(=O))])[C;!$(C(=O))])]',
  '[$([C,S](=[O,S,P])-[O;H1,-1])]',
].map((smarts) => compileSmarts(smarts));

/** Layer 0 of FCFP fingerprints: the six-bit mask of each atom's features, unhashed. @returns [atomCount] */
export function featureInvariants(graph: MolecularGraph): Uint32Array {
  const masks = new Uint32Array(graph.atomCount);
  features.forEach((feature, bit) => {
    const matches = firstAtomMatches(graph, feature);
    for (let atom = 0; atom < masks.length; atom++) if (matches[atom] === 1) masks[atom]! |= 1 << bit;
  });
  return masks;
}
