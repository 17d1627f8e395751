import { z } from 'zod';
import { gibbsWithGradientsKernel } from './gibbs-with-gradients.js';
import { fixedKernel } from './kernel.js';
import { defineKernel } from './kernel-definition.js';

/** The kernel `gibbs-with-gradients`. */
export const gibbsWithGradients = defineKernel({
  name: 'gibbs-with-gradients',
  summary: 'One site at a time, chosen where a change lowers the energy',
  details:
    'Site and value are proposed with probability proportional to exp(−β ΔE / 2), and a Metropolis test keeps π exactly. For large ' +
    'spaces where few changes are good ones. Differences ΔE are exact where the energy gives those of single sites, else estimated ' +
    'by its slopes.',
  reference:
    'Grathwohl, Swersky, Hashemi, Duvenaud & Maddison, ICML (2021); Zanella, J. Am. Stat. Assoc. 115, 852 (2020)',
  requires: ['site-slopes'],
  space: 'discrete',
  exact: true,
  options: z.strictObject({}),
  create: () => (target) => fixedKernel(gibbsWithGradientsKernel(target)),
});
