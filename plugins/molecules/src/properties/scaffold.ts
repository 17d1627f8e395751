import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { fingerprintNames, similarityBy } from '../fingerprints/fingerprints.js';
import { derive } from '../graph/molecular-graph.js';
import { murckoScaffold } from '../graph/scaffold.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { graphProperty } from './graph-property.js';
import { checkOptionMolecule, optionMolecule } from './option-molecule.js';
import { smilesText } from './option-notation.js';

const scaffoldOf = derive(murckoScaffold);

const options = z.strictObject({
  reference: smilesText.describe('SMILES of the molecule whose scaffold is compared with'),
  fingerprint: z.enum(fingerprintNames).default('ecfp4').describe('what the scaffolds are compared by'),
});

export const scaffoldSimilarity = defineEnergy<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/scaffold-similarity',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'Tanimoto similarity of the Bemis–Murcko scaffold to that of a reference molecule, 0 to 1',
  details:
    'The scaffold is the rings and what links them. 1 is the same scaffold; `below` finds new ones. A molecule without rings has similarity 0.',
  reference: 'Bemis & Murcko, J. Med. Chem. 39, 2887 (1996)',
  options,
  example: { reference: 'Cc1ccc(cc1)-c1cc(nn1-c1ccc(cc1)S(N)(=O)=O)C(F)(F)F', fingerprint: 'ecfp4' },
  check: ({ reference }) => checkOptionMolecule('reference', reference),
  create: async ({ reference, fingerprint }, context) => {
    const target = scaffoldOf(await optionMolecule('reference', reference, context));
    const similarity = similarityBy(fingerprint);
    return graphProperty((graph) => similarity(scaffoldOf(graph), target));
  },
});
