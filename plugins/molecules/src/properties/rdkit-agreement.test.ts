import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { averageMass } from '../graph/formula.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { aromaticRingCount, ringsOf } from '../graph/rings.js';
import { molecularDescriptors } from '../rdkit/descriptor-table.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { atomCountWithHydrogens, heavyAtomCount } from './counts.js';
import { crippenContributions } from './crippen.js';
import { donorCount } from './hydrogen-bond-donors.js';
import { polarSurfaceArea } from './polar-surface-area.js';
import { rotatableBondCount } from './rotatable-bonds.js';

/** What this package computes from the graph, by the name of RDKit's descriptor. */
const computed: Readonly<Record<string, (graph: MolecularGraph) => number>> = {
  'molecular-weight': averageMass,
  'rotatable-bonds': rotatableBondCount,
  donors: donorCount,
  'heavy-atoms': heavyAtomCount,
  atoms: atomCountWithHydrogens,
  rings: (graph) => ringsOf(graph).atomRings.length,
  'aromatic-rings': aromaticRingCount,
  tpsa: polarSurfaceArea,
  'log-p': (graph) => crippenContributions(graph).logP,
  'molar-refractivity': (graph) => crippenContributions(graph).refractivity,
};

const drugs = readFileSync(new URL('../../../../examples/data/approved-drugs.smi', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t')[0] ?? '');

/** Read as it stands: RDKit wrote the SMILES. */
const { molecules: complexes } = JSON.parse(
  readFileSync(new URL('../graph/fixtures/complexes.json', import.meta.url), 'utf8'),
) as { readonly molecules: readonly { readonly smiles: string }[] };

afterAll(closeRdkitPool);

describe.each([
  { set: 'approved drugs', molecules: drugs },
  { set: 'complexes', molecules: complexes.map(({ smiles }) => smiles) },
])('the descriptors of $set', async ({ molecules }) => {
  const { values } = await sharedRdkitPool(1).descriptors(molecules);
  const width = molecularDescriptors.length;

  it.each(Object.entries(computed))('%s agrees with the RDKit that is installed', (name, compute) => {
    const index = molecularDescriptors.findIndex((descriptor) => descriptor.name === name);
    expect(index).toBeGreaterThanOrEqual(0);
    const off = molecules.filter((smiles, row) => {
      const difference = compute(fromSmiles(smiles)) - (values[row * width + index] ?? Number.NaN);
      return !(Math.abs(difference) < 1e-6);
    });
    expect(off).toEqual([]);
  });
});
