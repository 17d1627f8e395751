import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { averageMass } from '../graph/formula.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { countMatches, firstAtomMatches } from '../smarts/match.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { crippenContributions } from './crippen.js';
import { graphProperty } from './graph-property.js';
import { donorCount } from './hydrogen-bond-donors.js';
import { polarSurfaceArea } from './polar-surface-area.js';
import { rotatableBondCount } from './rotatable-bonds.js';
import { alertCount } from './structural-alerts.js';

type Weighting = 'mean' | 'maximum' | 'none';

/** Asymmetric double sigmoid d(x) = (a + b/(1 + e^(−(x−c+d/2)/e)) · (1 − 1/(1 + e^(−(x−c−d/2)/f)))) / highest. */
interface Desirability {
  readonly property: (graph: MolecularGraph) => number;
  readonly weight: Readonly<Record<Weighting, number>>;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly highest: number;
}

const acceptors = [
  '[oH0;X2]',
  '[OH1;X2;v2]',
  '[OH0;X2;v2]',
  '[OH0;X1;v2]',
  '[O-;X1]',
  '[SH0;X2;v2]',
  '[SH0;X1;v2]',
  '[S-;X1]',
  '[nH0;X2]',
  '[NH0;X1;v3]',
  '[$([N;+0;X3;v3]);!$(N[C,S]=O)]',
].map((smarts) => compileSmarts(smarts));

const aliphaticRingAtom = compileSmarts('[$([A;R][!a])]');

/** Table 1 of the supplement of the paper. */
// biome-ignore format: a table
const desirabilities: readonly Desirability[] = [
  { property: averageMass, weight: { mean: 0.66, maximum: 0.5, none: 1 }, a: 2.817065973, b: 392.5754953, c: 290.7489764, d: 2.419764353, e: 49.22325677, f: 65.37051707, highest: 104.9805561 },
  { property: (graph) => crippenContributions(graph).logP, weight: { mean: 0.46, maximum: 0.25, none: 1 }, a: 3.172690585, b: 137.8624751, c: 2.534937431, d: 4.581497897, e: 0.822739154, f: 0.576295591, highest: 131.3186604 },
  { property: simpleAcceptorCount, weight: { mean: 0.05, maximum: 0.0, none: 1 }, a: 2.948620388, b: 160.4605972, c: 3.615294657, d: 4.435986202, e: 0.290141953, f: 1.300669958, highest: 148.7763046 },
  { property: donorCount, weight: { mean: 0.61, maximum: 0.5, none: 1 }, a: 1.618662227, b: 1010.051101, c: 0.985094388, d: 1e-09, e: 0.713820843, f: 0.920922555, highest: 258.1632616 },
  { property: polarSurfaceArea, weight: { mean: 0.06, maximum: 0.0, none: 1 }, a: 1.876861559, b: 125.2232657, c: 62.90773554, d: 87.83366614, e: 12.01999824, f: 28.51324732, highest: 104.5686167 },
  { property: rotatableBondCount, weight: { mean: 0.65, maximum: 0.5, none: 1 }, a: 0.01, b: 272.4121427, c: 2.55837997, d: 1.565547684, e: 1.271567166, f: 2.758063707, highest: 105.4420403 },
  { property: aromaticSystemCount, weight: { mean: 0.48, maximum: 0.25, none: 1 }, a: 3.21778897, b: 957.7374108, c: 2.274627939, d: 1e-09, e: 1.317690384, f: 0.375760881, highest: 312.337261 },
  { property: alertCount, weight: { mean: 0.95, maximum: 1.0, none: 1 }, a: 0.01, b: 1199.094025, c: -0.09002883, d: 1e-09, e: 0.185904477, f: 0.875193782, highest: 417.725314 },
];

/**
 * Quantitative estimate of drug-likeness: the weighted geometric mean of eight desirabilities.
 *
 * @param weighting - 'mean' (as published, QED_w,mo's average), 'maximum', or 'none' for equal weights.
 * @returns In [0, 1]; about 0.5 for a median approved oral drug.
 * @see Bickerton et al., Nat. Chem. 4, 90 (2012).
 */
export function drugLikeness(graph: MolecularGraph, weighting: Weighting = 'mean'): number {
  let logarithm = 0;
  let total = 0;
  for (const desirability of desirabilities) {
    const weight = desirability.weight[weighting];
    logarithm += weight * Math.log(desirabilityOf(desirability, desirability.property(graph)));
    total += weight;
  }
  return Math.exp(logarithm / total);
}

function desirabilityOf({ a, b, c, d, e, f, highest }: Desirability, x: number): number {
  const rise = 1 + Math.exp(-(x - c + d / 2) / e);
  const fall = 1 + Math.exp(-(x - c - d / 2) / f);
  return (a + (b / rise) * (1 - 1 / fall)) / highest;
}

function simpleAcceptorCount(graph: MolecularGraph): number {
  let count = 0;
  for (const acceptor of acceptors) count += countMatches(graph, acceptor);
  return count;
}

/** Independent rings left when aliphatic ring atoms with a neighbour that is not aromatic are taken away. */
function aromaticSystemCount(graph: MolecularGraph): number {
  const removed = firstAtomMatches(graph, aliphaticRingAtom);
  const root = Int32Array.from({ length: graph.atomCount }, (_, atom) => atom);
  let rings = 0;
  for (let bond = 0; bond < graph.bondCount; bond++) {
    const begin = graph.bondBegin[bond]!;
    const end = graph.bondEnd[bond]!;
    if (removed[begin] === 1 || removed[end] === 1) continue;
    const a = rootOf(root, begin);
    const b = rootOf(root, end);
    if (a === b) rings++;
    else root[a] = b;
  }
  return rings;
}

function rootOf(root: Int32Array, atom: number): number {
  let at = atom;
  while (root[at] !== at) {
    root[at] = root[root[at]!]!;
    at = root[at]!;
  }
  return at;
}

const options = z.strictObject({
  weighting: z
    .enum(['mean', 'maximum', 'none'])
    .default('mean')
    .describe("weights of the eight properties: 'mean' as published, 'maximum' of the information content, or 'none'"),
});

export const quantitativeDrugLikeness = defineEnergy<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/drug-likeness',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'Quantitative estimate of drug-likeness (QED), 0 to 1',
  details:
    'The weighted geometric mean of eight desirabilities: mass, log P, donors, acceptors, polar surface, rotatable bonds, aromatic rings, alerts.',
  reference: 'Bickerton et al., Nat. Chem. 4, 90 (2012)',
  options,
  example: {},
  create: ({ weighting }) => graphProperty((graph) => drugLikeness(graph, weighting)),
});
