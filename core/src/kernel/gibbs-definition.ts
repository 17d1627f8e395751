import { z } from 'zod';
import { gibbsKernel } from './gibbs.js';
import { fixedKernel } from './kernel.js';
import { defineKernel } from './kernel-definition.js';

/** The kernel `gibbs`. */
export const gibbs = defineKernel({
  name: 'gibbs',
  summary: 'Heat bath of one site after the other',
  details:
    'Each site gets a value drawn from its conditional distribution given all others; a step changes as many sites as there ' +
    'are. Nothing is rejected and nothing is tuned. Where the energy knows which sites it couples, blocked-gibbs is faster.',
  reference:
    'Geman & Geman, IEEE Trans. Pattern Anal. Mach. Intell. 6, 721 (1984); Glauber, J. Math. Phys. 4, 294 (1963)',
  requires: ['site-energies'],
  space: 'discrete',
  exact: true,
  options: z
    .strictObject({
      order: z
        .enum(['random', 'systematic'])
        .default('random')
        .describe('Every chain draws each site anew, or goes from the first to the last'),
      updates: z
        .int()
        .min(1)
        .optional()
        .describe('Sites that a step draws at random; as many as can change when absent'),
    })
    .refine(({ order, updates }) => order === 'random' || updates === undefined, {
      path: ['updates'],
      message: 'it has no effect: a systematic step goes through all sites once',
    }),
  create: (settings) => (target) => fixedKernel(gibbsKernel(target, settings)),
});
