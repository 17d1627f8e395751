import { defineProposal } from '@basin/core';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { type EditOptions, editOptionsSchema } from './edit-options.js';
import { EditVariation } from './edit-variation.js';
import { recombine } from './recombination.js';

export const crossover = defineProposal<MoleculeBatch, EditOptions>({
  name: 'molecules/crossover',
  space: 'molecule',
  role: 'variation',
  parentCount: 2,
  summary: 'A part of each of two molecules, cut between rings or through a ring, joined',
  details: 'With a core, the first parent gives the part that has it.',
  reference: 'Jensen, Chem. Sci. 10, 3567 (2019)',
  options: editOptionsSchema,
  example: { maxHeavyAtoms: 45 },
  create: (options, context) => {
    context.onDispose(closeRdkitPool);
    return new EditVariation(recombine, options, context.workerCount);
  },
});
