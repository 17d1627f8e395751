export { benchmarkEnergies, type DesignBenchmark, designBenchmarks } from './benchmarks/design-benchmarks.js';
export { crossover } from './edits/crossover.js';
export { edit } from './edits/edit.js';
export type { EditOptions } from './edits/edit-options.js';
export { EditVariation } from './edits/edit-variation.js';
export { mutate } from './edits/mutate.js';
export {
  atomPairs,
  ecfp4,
  ecfp6,
  type FingerprintName,
  fcfp4,
  fcfp6,
  fingerprintNames,
  pharmacophore,
  similarityBy,
} from './fingerprints/fingerprints.js';
export { type SparseCounts, tanimoto } from './fingerprints/sparse-counts.js';
export { averageMass, exactMass, hillFormula } from './graph/formula.js';
export { derive, type MolecularGraph } from './graph/molecular-graph.js';
export { fromSmiles } from './graph/parse-smiles.js';
export { type RingSet, ringsOf } from './graph/rings.js';
export { murckoScaffold } from './graph/scaffold.js';
export { toSmiles } from './graph/write-smiles.js';
export { basinModule } from './molecules-module.js';
export { bertzComplexity } from './properties/bertz-complexity.js';
export { crippenContributions } from './properties/crippen.js';
export { drugLikeness } from './properties/drug-likeness.js';
export { defineGraphProperty, graphProperty } from './properties/graph-property.js';
export { donorCount } from './properties/hydrogen-bond-donors.js';
export { polarSurfaceArea } from './properties/polar-surface-area.js';
export { rotatableBondCount } from './properties/rotatable-bonds.js';
export { alertCount } from './properties/structural-alerts.js';
export { createRdkitPool, type RdkitPool } from './rdkit/rdkit-pool.js';
export { closeRdkitPool, sharedRdkitPool } from './rdkit/shared-pool.js';
export { compileSmarts, type SmartsPattern } from './smarts/compile-smarts.js';
export { countMatches, firstAtomMatches, hasMatch, type MatchOptions, matches } from './smarts/match.js';
export { type MoleculeBatch, moleculeBatch } from './space/molecule-batch.js';
export { MoleculeSpace, moleculeSpace } from './space/molecule-space.js';
