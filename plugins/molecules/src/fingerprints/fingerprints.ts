import { derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { atomPairCounts } from './atom-pair.js';
import { connectivityInvariants } from './connectivity-invariants.js';
import { featureInvariants } from './feature-invariants.js';
import { type AtomInvariants, morganCounts } from './morgan.js';
import { bitTanimoto, pharmacophoreBits } from './pharmacophore.js';
import { tanimoto } from './sparse-counts.js';

const featureMasks = derive(featureInvariants);
const features: AtomInvariants = (graph, invariants) => invariants.set(featureMasks(graph));

/** Extended-connectivity counts of diameter 4. */
export const ecfp4 = derive((graph) => morganCounts(graph, connectivityInvariants, 2));

/** Extended-connectivity counts of diameter 6. */
export const ecfp6 = derive((graph) => morganCounts(graph, connectivityInvariants, 3));

/** Functional-class counts of diameter 4: like ECFP4, but atoms start as pharmacophoric features. */
export const fcfp4 = derive((graph) => morganCounts(graph, features, 2));

/** Functional-class counts of diameter 6. */
export const fcfp6 = derive((graph) => morganCounts(graph, features, 3));

/** Atom-pair counts. */
export const atomPairs = derive(atomPairCounts);

/** Gobbi 2-D pharmacophore bits. */
export const pharmacophore = derive(pharmacophoreBits);

/** Fingerprints by the names that options use. */
export const fingerprintNames = ['ecfp4', 'ecfp6', 'fcfp4', 'fcfp6', 'atom-pair', 'pharmacophore'] as const;

export type FingerprintName = (typeof fingerprintNames)[number];

const countFingerprints = { ecfp4, ecfp6, fcfp4, fcfp6, 'atom-pair': atomPairs };

/** Tanimoto similarity by a fingerprint, in [0, 1]. Fingerprints are remembered with their graphs. */
export function similarityBy(name: FingerprintName): (a: MolecularGraph, b: MolecularGraph) => number {
  if (name === 'pharmacophore') return (a, b) => bitTanimoto(pharmacophore(a), pharmacophore(b));
  const counts = countFingerprints[name];
  return (a, b) => tanimoto(counts(a), counts(b));
}
