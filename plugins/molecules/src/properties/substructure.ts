import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { countMatches } from '../smarts/match.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { graphProperty } from './graph-property.js';
import { smartsText } from './option-notation.js';

const options = z.strictObject({
  smarts: smartsText.describe('the pattern, in SMARTS'),
  unique: z.boolean().default(true).describe('count matches on different sets of atoms only'),
});

export const substructureCount = defineEnergy<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/substructure',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'How often a substructure occurs',
  details:
    'To require a substructure, use the objective `above: { low: 1, width: 1 }` or `equals`; to forbid it, `equals: { value: 0 }`.',
  reference: 'Daylight theory manual, SMARTS',
  options,
  example: { smarts: '[NX3][CX3](=O)', unique: true },
  create: ({ smarts, unique }) => {
    const pattern = compileSmarts(smarts);
    return graphProperty((graph) => countMatches(graph, pattern, { unique }));
  },
});
