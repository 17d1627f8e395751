import { z } from 'zod';
import type { Energy } from '../energy/energy.js';
import { delayedAcceptanceKernel } from '../kernel/delayed-acceptance.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { Proposal } from '../proposal/proposal.js';
import { reversibleProposal } from '../proposal/proposal-need.js';
import type { KernelFor } from './chains.js';
import { chainLengthOptions, chainsSampler, leavesDraws, withWarmUp } from './chains-sampler.js';
import { defineSampler } from './sampler-definition.js';

/** Makes kernels of delayed acceptance for whatever costly energy. */
export function delayedAcceptanceOver<B>(cheap: Energy<B>, proposal: Proposal<B>, cheapSteps = 1): KernelFor<B> {
  return ({ space, energy }) => fixedKernel(delayedAcceptanceKernel({ space, energy, cheap, proposal, cheapSteps }));
}

/** The sampler `delayed-acceptance`. */
export const delayedAcceptance = defineSampler({
  name: 'delayed-acceptance',
  summary: 'Chains that ask a cheap energy first, and the costly one only about moves that pass',
  details:
    'A move is made by Metropolis steps of the cheap energy; only where they lead elsewhere the energy itself is evaluated, and a ' +
    'second test corrects for what the cheap one got wrong. The draws are exactly those of the energy, however rough the cheap ' +
    'one is; it must only allow whatever the energy allows. Evaluations count the costly energy alone.',
  reference: 'Christen & Fox, J. Comput. Graph. Stat. 14, 795 (2005)',
  requires: [],
  yields: 'draws',
  betaOptions: ['beta'],
  energyOptions: ['cheap'],
  options: (refer) =>
    z
      .strictObject({
        cheap: z.string().min(1).describe('Name of the cheap energy in the workflow file'),
        proposal: refer.to('proposal', reversibleProposal).describe('How a chain moves; both probabilities known'),
        cheapSteps: z
          .int()
          .min(1)
          .max(10_000)
          .default(1)
          .describe('Steps by the cheap energy before the costly is asked'),
        ...chainLengthOptions,
      })
      .transform(withWarmUp)
      .refine(...leavesDraws),
  example: { cheap: 'wanted', proposal: 'plugin/proposal', chains: 4, steps: 1000 },
  create: async ({ cheap, proposal, cheapSteps, ...settings }, parts) => {
    const [energy, moves] = await Promise.all([parts.energy(cheap), parts.proposal(proposal)]);
    return chainsSampler({ ...settings, kernel: delayedAcceptanceOver(energy, moves, cheapSteps) });
  },
});
