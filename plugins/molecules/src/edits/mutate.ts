import { AliasTable, defineProposal } from '@basin/core';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { type EditOptions, editOptionsSchema } from './edit-options.js';
import { type Edit, EditVariation } from './edit-variation.js';
import { mutations } from './mutations.js';

const table = new AliasTable(Float64Array.from(mutations, ({ weight }) => weight));

/** One random mutation of the parent. */
export const mutateOnce: Edit = (parent, _partner, rng) => mutations[table.draw(rng)]!.mutate(parent, rng);

export const mutate = defineProposal<MoleculeBatch, EditOptions>({
  name: 'molecules/mutate',
  space: 'molecule',
  role: 'variation',
  parentCount: 1,
  summary:
    'One random edit: append, insert, delete or change an atom, change a bond, cut, close, attach or move a group',
  details:
    'The seven edits of Jensen with their frequencies, and three more: a double-bonded oxygen on sulfur or phosphorus, a ring that is common in drugs, and a group moved to another atom. Places are drawn among those where valences allow the edit; RDKit has the last word on every child.',
  reference: 'Jensen, Chem. Sci. 10, 3567 (2019)',
  options: editOptionsSchema,
  example: { maxHeavyAtoms: 45 },
  create: (options, context) => {
    context.onDispose(closeRdkitPool);
    return new EditVariation(mutateOnce, options, context.workerCount);
  },
});
