import { z } from 'zod';
import type { ReferenceNeed } from '../extension/definition.js';
import { variableIndices } from '../state/held-variables.js';
import { defineKernel, type KernelDefinition, type KernelTarget } from './kernel-definition.js';
import { mixtureKernel } from './mixture-kernel.js';

/** A kernel that keeps π, so that a mixture of such does. */
const exactKernel: ReferenceNeed = {
  words: 'a kernel without bias',
  reason: 'what a mixture samples must be known',
  // The registry takes a literal only with the brand of its point.
  accepts: (definition) => (definition as unknown as KernelDefinition).exact,
};

/** The kernel `mixture`. */
export const mixture = defineKernel({
  name: 'mixture',
  summary: 'Several kernels, each for some of the variables',
  details:
    'In cyclic order a step is one of every kernel in turn; in random order one kernel, chosen for every chain by the weights. ' +
    'What a kernel may not change stays where the chain has it. In cyclic order kernels are tuned while the chains warm up; in ' +
    'random order their step sizes must be given. Every variable should be some kernel’s.',
  reference: 'Tierney, Ann. Stat. 22, 1701 (1994)',
  requires: [],
  space: 'any',
  exact: true,
  options: (refer) =>
    z
      .strictObject({
        kernels: z
          .array(
            z.strictObject({
              kernel: refer.to('kernel', exactKernel).describe('How these variables move'),
              variables: z
                .array(z.union([z.string().min(1), z.int().min(0)]))
                .min(1)
                .optional()
                .describe('Names of coordinates or groups of sites, or their numbers; all when absent'),
              weight: z.number().positive().optional().describe('Share of the steps in random order; 1 when absent'),
            }),
          )
          .min(1)
          .describe('The kernels, in order'),
        order: z.enum(['cyclic', 'random']).default('cyclic').describe('Every kernel in turn, or one at random'),
      })
      .superRefine(({ kernels, order }, context) => {
        if (order === 'random') return;
        for (const [index, { weight }] of kernels.entries()) {
          if (weight === undefined) continue;
          const message = 'it has no effect: in cyclic order every kernel has its turn';
          context.addIssue({ code: 'custom', path: ['kernels', index, 'weight'], message });
        }
      }),
  example: {
    kernels: [{ kernel: 'gibbs', variables: [0, 1, 2] }, { kernel: 'gibbs-with-gradients' }],
  },
  create: async ({ kernels, order }, parts) => {
    const makers = await Promise.all(kernels.map(({ kernel }) => parts.kernel(kernel)));
    return <B>(target: KernelTarget<B>) => {
      const mixed = kernels.map(({ variables, weight }, k) => ({
        make: makers[k]!<B>,
        variables:
          variables === undefined ? undefined : variableIndices(target.space, variables, ['kernels', k, 'variables']),
        weight,
      }));
      return mixtureKernel(target, mixed, order);
    };
  },
});
