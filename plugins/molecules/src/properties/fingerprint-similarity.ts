import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { fingerprintNames, similarityBy } from '../fingerprints/fingerprints.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { graphProperty } from './graph-property.js';
import { checkOptionMolecule, optionMolecule } from './option-molecule.js';
import { smilesText } from './option-notation.js';

const options = z.strictObject({
  reference: smilesText.describe('SMILES of the molecule to compare with'),
  fingerprint: z.enum(fingerprintNames).default('ecfp4').describe('what the molecules are compared by'),
});

export const fingerprintSimilarity = defineEnergy<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/similarity',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'Tanimoto similarity to a reference molecule by a count fingerprint, 0 to 1',
  details:
    'ECFP and FCFP count circular environments (of atoms, or of pharmacophoric features), atom-pair counts pairs of atoms by distance, pharmacophore compares sets of feature pairs and triples. Nothing is folded: values equal RDKit’s sparse fingerprints.',
  reference: 'Rogers & Hahn, J. Chem. Inf. Model. 50, 742 (2010)',
  options,
  example: { reference: 'CC(=O)Oc1ccccc1C(=O)O', fingerprint: 'ecfp4' },
  check: ({ reference }) => checkOptionMolecule('reference', reference),
  create: async ({ reference, fingerprint }, context) => {
    const target = await optionMolecule('reference', reference, context);
    const similarity = similarityBy(fingerprint);
    return graphProperty((graph) => similarity(graph, target));
  },
});
