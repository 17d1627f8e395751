import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import { bondList } from './bond-options.js';
import { bondsOf, discreteSpace } from './bonds.js';
import { Ising } from './ising.js';

/** The energy `ising`. */
export const ising = defineEnergy({
  name: 'ising',
  space: 'categorical',
  role: 'energy',
  unit: '1',
  summary: 'Ising model: spins that favour equal neighbours, in a field',
  details:
    'E = −J Σ s s′ − h Σ s, with spin −1 for the first value of a site and +1 for the second. Bonds are those of the lattice of ' +
    'the space, or as listed. On a periodic axis of two sites a pair has two bonds, one each way around, as in sums over sites ' +
    'and directions.',
  reference: 'Ising, Z. Phys. 31, 253 (1925); exact in two dimensions: Onsager, Phys. Rev. 65, 117 (1944)',
  options: z.strictObject({
    coupling: z.number().default(1).describe('J; positive favours equal neighbours'),
    field: z.number().default(0).describe('h; positive favours the second value'),
    bonds: bondList.optional(),
  }),
  create: ({ coupling, field, bonds }, context) => {
    const space = discreteSpace('ising', context.space);
    return new Ising({ space, bonds: bondsOf(space, bonds), coupling, field });
  },
});
