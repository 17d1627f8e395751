import { z } from 'zod';
import { discreteLangevinKernel } from './discrete-langevin.js';
import type { ChainArrays, TunableKernel } from './kernel.js';
import { defineKernel, type KernelTarget } from './kernel-definition.js';
import { steadyKernel } from './step-size.js';
import { beginDualAveraging, dualAveraging, settledStepSize } from './step-size-adaptation.js';
import { refuseIdleOptions, stepSizeOption, tuningOptions } from './tuning-options.js';

/** Where tuning begins: a change of value is penalised by the energy of 2.5 / β. */
const firstStepSize = 0.2;

/** Beyond it the penalty of a change is nothing, and a larger step is the same. */
const largestStepSize = 1000;

/** The kernel `discrete-langevin`. */
export const discreteLangevin = defineKernel({
  name: 'discrete-langevin',
  summary: 'Many sites at once, each towards lower energies, with a Metropolis test (DMALA)',
  details:
    'Every site draws a value with probability proportional to exp(−β ΔE / 2 − [changed] / (2 α)), and a Metropolis test keeps π ' +
    'exactly. The larger the step size α, the more sites change at once. ΔE is exact where the energy gives ' +
    'the energies of single sites, else estimated by its slopes. Without a stepSize α is tuned while the chains warm up.',
  reference: 'Zhang, Liu & Liu, ICML (2022)',
  requires: ['site-slopes'],
  space: 'discrete',
  exact: true,
  options: z
    .strictObject({ ...tuningOptions, stepSize: stepSizeOption('α, > 0; larger steps change more sites') })
    .superRefine(refuseIdleOptions),
  create:
    ({ stepSize, adapt = stepSize === undefined, targetAcceptance = 0.574 }) =>
    (target) =>
      adapt
        ? tunedDiscreteLangevin(target, stepSize ?? firstStepSize, targetAcceptance)
        : steadyKernel(stepSize ?? firstStepSize, (size) => discreteLangevinKernel(target, size)),
});

/** Tunes the step size of every chain by dual averaging. */
function tunedDiscreteLangevin<B>(target: KernelTarget<B>, first: number, targetAcceptance: number): TunableKernel<B> {
  return {
    at: ({ stepSize = first }) => discreteLangevinKernel(target, stepSize),
    initialParameters: (_, { energy }) => {
      const stepSize = new Float64Array(energy.length).fill(first);
      return { parameters: { stepSize, averages: beginDualAveraging(stepSize) }, evaluations: 0 };
    },
    tune: ({ averages }, { step, stepCount, info }): ChainArrays => {
      const learned = dualAveraging(averages!, info.acceptanceProbability!, targetAcceptance);
      if (step === stepCount) return { stepSize: settledStepSize(learned.averages).map(bounded) };
      return { stepSize: learned.stepSize.map(bounded), averages: learned.averages };
    },
  };
}

function bounded(stepSize: number): number {
  return Math.min(largestStepSize, Math.max(1 / largestStepSize, stepSize));
}
