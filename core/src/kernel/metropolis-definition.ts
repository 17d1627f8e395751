import { z } from 'zod';
import type { Proposal } from '../proposal/proposal.js';
import { reversibleProposal } from '../proposal/proposal-need.js';
import { fixedKernel, type TunableKernel } from './kernel.js';
import { defineKernel, type KernelMaker, type KernelTarget } from './kernel-definition.js';
import { metropolisKernel } from './metropolis.js';

/** Makes Metropolis kernels over a proposal, for whatever energy. */
export function metropolisOver<B>(proposal: Proposal<B>): (target: KernelTarget<B>) => TunableKernel<B> {
  return (target) => fixedKernel(metropolisKernel({ ...target, proposal }));
}

/** The kernel `metropolis`. */
export const metropolis = defineKernel({
  name: 'metropolis',
  summary: 'Metropolis–Hastings steps over any reversible proposal',
  details:
    'A proposed state is taken with probability min(1, e^(−β(E(x′) − E(x))) q(x|x′) / q(x′|x)), else the chain stays where it is. ' +
    'It needs nothing of the energy but its value, so it works in every space that has a proposal.',
  reference: 'Metropolis et al., J. Chem. Phys. 21, 1087 (1953); Hastings, Biometrika 57, 97 (1970)',
  requires: [],
  space: 'any',
  exact: true,
  options: (refer) =>
    z.strictObject({
      proposal: refer.to('proposal', reversibleProposal).describe('How a chain moves; both probabilities known'),
    }),
  example: { proposal: 'plugin/proposal' },
  create: async ({ proposal }, parts) => {
    // The workflow has matched the proposal's kind of state with the space's.
    return metropolisOver(await parts.proposal(proposal)) as KernelMaker;
  },
});
