import { defineProposal } from '@basin/core';
import type { z } from 'zod';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { alphabetOf } from './alphabet.js';
import { editOptionsSchema } from './edit-options.js';
import { ReversibleEdit } from './reversible-edit.js';

const options = editOptionsSchema.pick({ elements: true, maxHeavyAtoms: true, maxRingSize: true });

export const edit = defineProposal<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/edit',
  space: 'molecule',
  role: 'reversible',
  summary: 'A random edit whose way back has a known probability, for exact sampling of molecules',
  details:
    'Appends or deletes an atom, changes an element or the order of a bond, puts an atom into a bond or takes it out, closes or opens a ring, in a random Kekulé structure. The ratio of the probabilities accounts for the symmetry of both molecules. Stereo is not known: read molecules with keepStereo: false.',
  reference: 'Hastings, Biometrika 57, 97 (1970)',
  options,
  example: { maxHeavyAtoms: 30 },
  create: ({ elements, ...limits }, context) => {
    context.onDispose(closeRdkitPool);
    return new ReversibleEdit({ alphabet: alphabetOf(elements), ...limits }, context.workerCount);
  },
});
