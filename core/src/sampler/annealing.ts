import { z } from 'zod';

import { whenDone } from '../numerics/awaitable.js';
import { BestOfChains } from './best-of-chains.js';
import { Chains, checkKernel, type KernelFor } from './chains.js';
import { bestDistinct } from './distinct.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { geometricSchedule, linearSchedule, type Schedule } from './schedule.js';
import { reportInterval, summarise, Trace, type TraceRow } from './trace.js';

/** How simulated annealing cools, and what it hands back. */
export interface AnnealingSettings<B> {
  readonly kernel: KernelFor<B>;
  readonly chains: number;
  readonly steps: number;
  readonly schedule: Schedule;
  /** A chain without a new best state for so many steps goes back to its best; never when absent. */
  readonly restartAfter: number | undefined;
  /** How many designs are returned at most. */
  readonly count: number;
  /** Energy evaluations after which it ends; Infinity when absent. */
  readonly evaluations?: number | undefined;
}

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'beta'];

/**
 * Simulated annealing: chains, each on its own, whose β rises by the schedule. The kernel tunes itself all along, since no draw
 * depends on it. The result has the best state that each chain visited, equal designs once, best first.
 */
export function annealingSampler<B>(settings: AnnealingSettings<B>): Sampler<B> {
  return {
    sample: (problem) => sample(problem, settings),
    checkTarget: (target) => checkKernel(settings.kernel, target),
  };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: AnnealingSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { steps, schedule, restartAfter, count } = settings;
  const { chains, best, trace, step: from } = await begin(problem, settings);
  const stopReason = yield* runSteps(problem, {
    from,
    stepCount: steps,
    stepName: 'step',
    interval: reportInterval(steps, settings.chains),
    mostEvaluations: settings.evaluations,
    evaluations: () => chains.counts.evaluations,
    bestEnergy: () => best.lowest,
    advance: (step) =>
      whenDone(chains.advance(step, schedule(step - 1)), () => {
        best.observe(chains.state, step);
        if (restartAfter !== undefined) chains.moveTo(best.restarted(chains.state, step, restartAfter));
      }),
    report: (step) => trace.add(traceRow(chains, best, step, schedule(step - 1))),
    pack: () => ({ chains: chains.pack(), best: best.pack(), trace: trace.pack() }),
  });
  const { evaluations } = chains.counts;
  return { ...bestDistinct(problem.space, best.states, count), stopReason, evaluations, trace: trace.columns() };
}

interface Beginning<B> {
  readonly chains: Chains<B>;
  readonly best: BestOfChains<B>;
  readonly trace: Trace;
  readonly step: number;
}

/** Where a run begins: at its start, or where an earlier one stood. */
async function begin<B>(problem: SamplingProblem<B>, settings: AnnealingSettings<B>): Promise<Beginning<B>> {
  const { space, resumeFrom } = problem;
  const trace = new Trace(traceNames);
  const driven = { ...settings, warmUp: settings.steps };
  if (resumeFrom === undefined) {
    const chains = await Chains.start(problem, driven, settings.schedule(0));
    return { chains, best: new BestOfChains(space, chains.state), trace, step: 0 };
  }
  trace.restore(resumeFrom.trace!);
  const chains = await Chains.resume(problem, driven, resumeFrom.chains!);
  const best = await BestOfChains.unpack(space, resumeFrom.best!);
  return { chains, best, trace, step: resumeFrom.step as number };
}

function traceRow<B>({ counts, state }: Chains<B>, { lowest }: BestOfChains<B>, step: number, beta: number): TraceRow {
  const { evaluations } = counts;
  return {
    ...summarise(state.energy),
    step,
    best: lowest,
    evaluations,
    acceptanceRate: counts.takeAcceptanceRate(),
    beta,
  };
}

/** The sampler `annealing`. */
export const annealing = defineSampler({
  name: 'annealing',
  summary: 'Simulated annealing: chains cooled by a schedule, the best state of each kept',
  details:
    'Every chain starts hot (betaStart) and is cooled (betaEnd), geometrically or linearly. ' +
    'The result has the best design of each chain, equal designs once, best first.',
  reference: 'Kirkpatrick, Gelatt & Vecchi, Science 220, 671 (1983)',
  requires: [],
  yields: 'designs',
  options: (refer) =>
    z
      .strictObject({
        kernel: refer.to('kernel').describe('How a chain moves'),
        chains: z.int().min(1).max(1_000_000).default(16).describe('Chains that are cooled beside each other'),
        steps: z.int().min(1).default(10_000).describe('Steps of every chain'),
        schedule: z.enum(['geometric', 'linear']).default('geometric').describe('How β rises'),
        betaStart: z.number().min(0).default(0.1).describe('β of the first step'),
        betaEnd: z.number().min(0).default(100).describe('β of the last step'),
        restartAfter: z
          .int()
          .min(1)
          .optional()
          .describe('Steps without a new best until a chain goes back to its best'),
        count: z.int().min(1).optional().describe('Designs returned at most; one per chain when absent'),
        evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends'),
      })
      .refine(({ betaStart, betaEnd }) => betaStart <= betaEnd, {
        path: ['betaEnd'],
        message: 'annealing cools: betaEnd must not be below betaStart',
      })
      .refine(({ schedule, betaStart }) => schedule !== 'geometric' || betaStart > 0, {
        path: ['betaStart'],
        message: 'a geometric schedule cannot start at 0; give betaStart > 0 or schedule: linear',
      }),
  example: {
    kernel: { metropolis: { proposal: 'plugin/proposal' } },
    chains: 16,
    steps: 10_000,
    betaStart: 0.1,
    betaEnd: 100,
  },
  create: async ({ kernel, schedule, betaStart, betaEnd, count, ...settings }, parts) =>
    annealingSampler({
      ...settings,
      kernel: await parts.kernel(kernel),
      schedule: (schedule === 'linear' ? linearSchedule : geometricSchedule)(betaStart, betaEnd, settings.steps),
      restartAfter: settings.restartAfter,
      count: count ?? settings.chains,
    }),
});
