import { z } from 'zod';
import { fixedKernel, type Kernel } from '../kernel/kernel.js';
import { langevinKernel } from '../kernel/langevin.js';
import type { KernelFor } from './chains.js';
import { chainsSampler } from './chains-sampler.js';
import type { Divisible } from './divisible.js';
import { defineSampler } from './sampler-definition.js';
import type { Schedule } from './schedule.js';

/** The levels that chains come down by, and how long they are drawn from at the last. */
export interface AnnealedLangevinSettings {
  readonly chains: number;
  /** λ at the last level; it is βEnd / β times larger at the others. */
  readonly stepSize: number;
  readonly levels: number;
  readonly stepsPerLevel: number;
  readonly betaStart: number;
  /** β of the draws. */
  readonly beta: number;
  /** Steps at the last level that draws are taken from. */
  readonly steps: number;
  readonly thin: number;
  readonly evaluations?: number | undefined;
}

/**
 * Annealed Langevin dynamics: unadjusted Langevin steps at levels of rising β, the step growing with the temperature as λβ/βᵢ, and
 * then at the last level, whose states are the draws.
 *
 * It is exact in no part: the steps are not tested (their bias at the last level is that of the kernel `langevin` with λ), and the
 * levels before only spread the chains; how they share themselves among wells is decided on the way down.
 *
 * @see Song & Ermon, Advances in Neural Information Processing Systems 32 (2019), algorithm 1, with σᵢ² ∝ 1/βᵢ.
 */
export function annealedLangevinSampler<B>(settings: AnnealedLangevinSettings): Divisible<B> {
  const { stepSize, levels, stepsPerLevel, beta } = settings;
  const warmUp = levels * stepsPerLevel;
  const warmUpBeta = staircase(settings);
  return chainsSampler<B>({ ...settings, kernel: growing(stepSize, beta), warmUp, warmUpBeta });
}

/** β of step t of the way down: `stepsPerLevel` steps at each level, by equal factors from level to level. */
export function staircase({ levels, stepsPerLevel, betaStart, beta }: AnnealedLangevinSettings): Schedule {
  return (step) => {
    const level = Math.min(levels - 1, Math.floor(step / stepsPerLevel));
    if (level === levels - 1) return beta;
    return betaStart * (beta / betaStart) ** (level / (levels - 1));
  };
}

/** Langevin steps whose size at β is λ βEnd / β. */
function growing<B>(stepSize: number, betaEnd: number): KernelFor<B> {
  return (target) => {
    let made: { readonly beta: number; readonly kernel: Kernel<B> } | undefined;
    const kernelAt = (beta: number): Kernel<B> => {
      if (made?.beta !== beta) {
        made = { beta, kernel: langevinKernel({ ...target, stepSize: (stepSize * betaEnd) / beta }) };
      }
      return made.kernel;
    };
    return fixedKernel<B>({
      init: (batch) => kernelAt(betaEnd).init(batch),
      step: (rng, state, beta) => kernelAt(beta as number).step(rng, state, beta),
    });
  };
}

/** The sampler `annealed-langevin`. */
export const annealedLangevin = defineSampler({
  name: 'annealed-langevin',
  summary: 'Unadjusted Langevin chains that come down through levels of temperature, with draws from the last',
  details:
    'Chains take stepsPerLevel untested Langevin steps at each of a few levels from betaStart to beta, with steps that grow with the ' +
    'temperature, and are drawn from at the last level. The draws are not exact: the steps are biased by an amount that grows with ' +
    'stepSize, and how many chains end in which well is decided on the way down. Use parallel-tempering where weights matter.',
  reference: 'Song & Ermon, Advances in Neural Information Processing Systems 32 (2019), arXiv:1907.05600',
  requires: ['gradient'],
  yields: 'draws',
  biased: true,
  options: z
    .strictObject({
      chains: z.int().min(1).max(1_000_000).default(64).describe('Chains that come down beside each other'),
      stepSize: z.number().positive().describe('λ at the last level, in squared units of the coordinates'),
      levels: z.int().min(2).max(10_000).default(10).describe('Levels, the last one included'),
      stepsPerLevel: z.int().min(1).default(100).describe('Steps at each level'),
      betaStart: z.number().positive().default(0.01).describe('β of the first level'),
      beta: z.number().positive().default(1).describe('β of the last level and of the draws'),
      steps: z.int().min(1).default(1).describe('Steps at the last level that draws are taken from'),
      thin: z.int().min(1).default(1).describe('Every thin-th of them is a draw'),
      evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends'),
    })
    .refine(({ betaStart, beta }) => betaStart <= beta, {
      path: ['beta'],
      message: 'annealing cools: beta must not be below betaStart',
    })
    .refine(({ steps, thin }) => thin <= steps, {
      path: ['thin'],
      message: 'no draw is left: thin must not be above steps',
    }),
  example: { stepSize: 0.01, chains: 64, levels: 10, stepsPerLevel: 100 },
  create: (settings) => annealedLangevinSampler(settings),
});
