import { z } from 'zod';
import { blockedGibbsKernel } from './blocked-gibbs.js';
import { fixedKernel } from './kernel.js';
import { defineKernel } from './kernel-definition.js';

/** The kernel `blocked-gibbs`. */
export const blockedGibbs = defineKernel({
  name: 'blocked-gibbs',
  summary: 'Heat bath of all sites of one colour at once, colour after colour',
  details:
    'Sites that the energy does not couple get one colour and new values together: the two sublattices of a square lattice, the ' +
    'two layers of a restricted Boltzmann machine. A step goes through all colours. Nothing is rejected and nothing is tuned.',
  reference:
    'Geman & Geman, IEEE Trans. Pattern Anal. Mach. Intell. 6, 721 (1984); Jensen, Kjærulff & Kong, Int. J. Hum. Comput. Stud. 42, 647 (1995)',
  requires: ['site-energies'],
  space: 'discrete',
  exact: true,
  options: z.strictObject({
    order: z
      .enum(['sequential', 'random'])
      .default('sequential')
      .describe('Colours always in the same order, or in a new one for every chain and step'),
  }),
  create:
    ({ order }) =>
    (target) =>
      fixedKernel(blockedGibbsKernel(target, order)),
});
