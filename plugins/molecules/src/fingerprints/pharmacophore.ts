import { distancesOf } from '../graph/distances.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { firstAtomMatches } from '../smarts/match.js';

/**
 * The eight features of Gobbi and Poppinger as SMARTS (RDKit's patterns): lipophilic chain end, hydrogen-bond donor and
 * acceptor, aromatic and aliphatic ring attachment, other element, basic and acidic group.
 */
const features = [
  '[$([C,S](=[O,S,P])-[O;H1])]',
  '[$([a;D3](@*)(@*)*)]',
  '[$([N;H2&+0][$([C,a]);!$([C,a](=O))]),$([N;H1&+0]([$([C,a]);!$([C,a](=O))])[$([C,a]);!$([C,a](=O))]),$([N;H0&+0]([C;!$(C(=O))])([C;!$(C(=O))])[C;!$(C(=O))]),$([N,n;X2;+0])]',
  '[$([O,S;H1;v2]-[!$(*=[O,N,P,S])]),$([O,S;H0;v2]),$([O,S;-]),$([N&v3;H1,H2]-[!$(*=[O,N,P,S])]),$([N;v3;H0]),$([n,o,s;+0]),F]',
  '[$([N;!H0;v3]),$([N;!H0;+1;v4]),$([O,S;H1;+0]),$([n;H1;+0])]',
  '[$([C;H2,H1](!=*)[C;H2,H1][C;H2,H1][$([C;H1,H2,H3]);!$(C=*)]),$(C([C;H2,H3])([C;H2,H3])[C;H2,H3])]',
  '[$([A;D3](@*)(@*)*)]',
  '[!#1;!#6;!#7;!#8;!#9;!#16;!#17;!#35;!#53]',
].map((smarts) => compileSmarts(smarts));

/** Upper ends of the distance bins [2,3) [3,4) … [7,8) [8,100), in bonds. Bin 0 stands for pairs that do not count. */
const binOfDistance = Uint8Array.from({ length: 100 }, (_, distance) => Math.max(0, Math.min(distance, 8) - 1));

/** Keys hold three features and three bins of three bits each. */
const keyCount = 1 << 18;

/** A set of pharmacophore bits: keys ascending, each once. */
export interface PharmacophoreBits {
  readonly keys: Uint32Array;
}

/**
 * Gobbi 2-D pharmacophore fingerprint: all pairs and triples of features on different atoms, with their binned
 * topological distances. A combination with a distance under 2 is left out.
 *
 * @remarks O(features³); typically under a millisecond. The keys are canonical numbers of our own: set similarities equal
 * RDKit's, bit numbers do not.
 * @see Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998).
 */
export function pharmacophoreBits(graph: MolecularGraph): PharmacophoreBits {
  const { atoms, kinds } = featurePoints(graph);
  const bins = pairBins(graph, atoms);
  const found = new Uint8Array(keyCount);
  const count = atoms.length;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const ij = bins[i * count + j]!;
      if (ij === 0) continue;
      found[pairKey(kinds[i]!, kinds[j]!, ij)] = 1;
      for (let k = j + 1; k < count; k++) {
        const ik = bins[i * count + k]!;
        const jk = bins[j * count + k]!;
        if (ik !== 0 && jk !== 0) found[tripleKey(kinds[i]!, kinds[j]!, kinds[k]!, ij, ik, jk)] = 1;
      }
    }
  }
  return { keys: indicesOfOnes(found) };
}

/** Tanimoto similarity of two sets of bits; 0 when both are empty. */
export function bitTanimoto(a: PharmacophoreBits, b: PharmacophoreBits): number {
  let common = 0;
  let i = 0;
  let j = 0;
  while (i < a.keys.length && j < b.keys.length) {
    const difference = a.keys[i]! - b.keys[j]!;
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  const union = a.keys.length + b.keys.length - common;
  return union === 0 ? 0 : common / union;
}

function featurePoints(graph: MolecularGraph): { atoms: number[]; kinds: number[] } {
  const atoms: number[] = [];
  const kinds: number[] = [];
  features.forEach((feature, kind) => {
    const matches = firstAtomMatches(graph, feature);
    for (let atom = 0; atom < graph.atomCount; atom++) {
      if (matches[atom] !== 1) continue;
      atoms.push(atom);
      kinds.push(kind);
    }
  });
  return { atoms, kinds };
}

function pairBins(graph: MolecularGraph, atoms: readonly number[]): Uint8Array {
  const distances = distancesOf(graph);
  const bins = new Uint8Array(atoms.length * atoms.length);
  for (let i = 0; i < atoms.length; i++) {
    for (let j = 0; j < atoms.length; j++) {
      const distance = distances[atoms[i]! * graph.atomCount + atoms[j]!]!;
      bins[i * atoms.length + j] = distance < binOfDistance.length ? binOfDistance[distance]! : 0;
    }
  }
  return bins;
}

/** Triples have bins ≥ 1 in all three places, pairs 0 in two: their keys cannot meet. */
function pairKey(a: number, b: number, bin: number): number {
  return a <= b ? packKey(a, b, 0, bin, 0, 0) : packKey(b, a, 0, bin, 0, 0);
}

/** The smallest packing over the six orders of the points. */
function tripleKey(a: number, b: number, c: number, ab: number, ac: number, bc: number): number {
  return Math.min(
    packKey(a, b, c, ab, ac, bc),
    packKey(a, c, b, ac, ab, bc),
    packKey(b, a, c, ab, bc, ac),
    packKey(b, c, a, bc, ab, ac),
    packKey(c, a, b, ac, bc, ab),
    packKey(c, b, a, bc, ac, ab),
  );
}

function packKey(a: number, b: number, c: number, ab: number, ac: number, bc: number): number {
  return (a << 15) | (b << 12) | (c << 9) | (ab << 6) | (ac << 3) | bc;
}

function indicesOfOnes(found: Uint8Array): Uint32Array {
  const keys: number[] = [];
  for (let key = found.indexOf(1); key !== -1; key = found.indexOf(1, key + 1)) keys.push(key);
  return Uint32Array.from(keys);
}
