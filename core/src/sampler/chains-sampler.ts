import { z } from 'zod';
import type { ChainArrays } from '../kernel/kernel.js';
import { whenDone } from '../numerics/awaitable.js';
import { median } from '../numerics/statistics.js';
import { type ChainSettings, Chains } from './chains.js';
import { DrawBlock } from './draw-block.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingFact, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import type { Schedule } from './schedule.js';
import { lowestOf, reportInterval, summarise, Trace, type TraceRow } from './trace.js';

/** How long the chains are and which of their states are draws. */
export interface ChainsSettings<B> extends ChainSettings<B> {
  /** Steps of every chain after the warm-up. */
  readonly steps: number;
  /** Every `thin`-th state after the warm-up is a draw. 1 when absent. */
  readonly thin?: number;
  readonly beta: number;
  /** β of step t of the warm-up, from 0 on, where it is another. */
  readonly warmUpBeta?: Schedule;
  /** Energy evaluations after which it ends; Infinity when absent. */
  readonly evaluations?: number | undefined;
}

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'beta'];

/**
 * Draws from p(x) ∝ e^(−βE) by chains of a kernel that tunes itself during the warm-up and is fixed afterwards. Draws are sent on
 * the way, step by step and chain by chain, repeats kept, as they carry the weights: ⌊steps / thin⌋ a chain. The result has the
 * last state of each chain. 'best' of progress and trace is the lowest energy of any state visited; 'mean' and 'median' are over
 * the chains at that step. Steps count from the first of the warm-up.
 */
export function chainsSampler<B>(settings: ChainsSettings<B>): Sampler<B> {
  return { sample: (problem) => sample(problem, settings) };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: ChainsSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { warmUp, thin = 1, beta, warmUpBeta, firstChain = 0 } = settings;
  const betaAt = (step: number): number => (step <= warmUp && warmUpBeta !== undefined ? warmUpBeta(step - 1) : beta);
  const { chains, trace, ...from } = await begin(problem, settings);
  let { bestEnergy } = from;
  const draws = new DrawBlock(problem.space, firstChain);
  const stopReason = yield* runSteps(problem, {
    from: from.step,
    stepCount: warmUp + settings.steps,
    stepName: 'step',
    interval: reportInterval(warmUp + settings.steps, settings.chains),
    mostEvaluations: settings.evaluations,
    draws,
    evaluations: () => chains.counts.evaluations,
    bestEnergy: () => bestEnergy,
    advance: (step) =>
      whenDone(chains.advance(step, betaAt(step)), () => {
        bestEnergy = Math.min(bestEnergy, lowestOf(chains.state.energy));
        if (step <= warmUp || (step - warmUp) % thin !== 0) return;
        draws.add(chains.state, step);
        chains.counts.addDraws(chains.state.energy);
      }),
    report: (step) => trace.add(chainsTraceRow(chains, step, bestEnergy, betaAt(step))),
    pack: () => ({ bestEnergy, chains: chains.pack(), trace: trace.pack() }),
  });
  return {
    batch: chains.state.batch,
    energy: chains.state.energy,
    stopReason,
    evaluations: chains.counts.evaluations,
    beta: settings.beta,
    trace: trace.columns(),
    facts: [...chains.counts.facts(), ...parameterFacts(chains.parameters)],
  };
}

/** Where a run begins: at its start, or where an earlier one stood. */
async function begin<B>(
  problem: SamplingProblem<B>,
  settings: ChainsSettings<B>,
): Promise<{ chains: Chains<B>; trace: Trace; step: number; bestEnergy: number }> {
  const trace = new Trace(traceNames);
  const { resumeFrom } = problem;
  if (resumeFrom === undefined) {
    const chains = await Chains.start(problem, settings, settings.warmUpBeta?.(0) ?? settings.beta);
    return { chains, trace, step: 0, bestEnergy: lowestOf(chains.state.energy) };
  }
  trace.restore(resumeFrom.trace!);
  const chains = await Chains.resume(problem, settings, resumeFrom.chains!);
  return { chains, trace, step: resumeFrom.step as number, bestEnergy: resumeFrom.bestEnergy as number };
}

function chainsTraceRow<B>({ counts, state }: Chains<B>, step: number, best: number, beta: number): TraceRow {
  const { evaluations } = counts;
  return { ...summarise(state.energy), step, best, evaluations, acceptanceRate: counts.takeAcceptanceRate(), beta };
}

/** The step size that the chains came to, where the kernel has one. */
export function parameterFacts({ stepSize }: ChainArrays): readonly SamplingFact[] {
  return stepSize === undefined ? [] : [{ name: 'step size (median of the chains)', value: median(stepSize) }];
}

/** Options of every sampler that runs chains at one β. */
export const chainLengthOptions = {
  chains: z.int().min(1).max(1_000_000).default(4).describe('Chains that run beside each other'),
  steps: z.int().min(1).default(1000).describe('Steps of every chain after the warm-up'),
  warmUp: z
    .int()
    .min(0)
    .optional()
    .describe('Steps of every chain before the first draw, in which the kernel is tuned; as many as steps when absent'),
  thin: z.int().min(1).default(1).describe('Every thin-th state after the warm-up is a draw'),
  beta: z.number().min(0).default(1).describe('Inverse temperature β'),
  evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends, warm-up included'),
};

/** The options with a warm-up as long as the rest where none is given. */
export function withWarmUp<O extends { readonly steps: number; readonly warmUp?: number | undefined }>(
  options: O,
): O & { readonly warmUp: number } {
  return { ...options, warmUp: options.warmUp ?? options.steps };
}

/** That a run leaves draws: what a schema refines itself by. */
export const leavesDraws: [
  (options: { readonly steps: number; readonly thin: number }) => boolean,
  { path: string[]; message: string },
] = [({ steps, thin }) => thin <= steps, { path: ['thin'], message: 'no draw is left: thin must not be above steps' }];

/** The sampler `chains`. */
export const chains = defineSampler({
  name: 'chains',
  summary: 'Markov chains at a fixed inverse temperature, moved by any kernel',
  details:
    'Draws states with probability proportional to exp(−βE), as exactly as the kernel does. The kernel tunes its step sizes during ' +
    'the warm-up, whose states are no draws, and is fixed afterwards. Use it where the weights of the states matter, not only the ' +
    'lowest energy.',
  reference: 'Brooks, Gelman, Jones & Meng (eds.), Handbook of Markov Chain Monte Carlo, Chapman & Hall/CRC (2011)',
  requires: [],
  yields: 'draws',
  options: (refer) =>
    z
      .strictObject({
        kernel: refer.to('kernel').describe('How a chain moves'),
        ...chainLengthOptions,
      })
      .transform(withWarmUp)
      .refine(...leavesDraws),
  example: { kernel: { metropolis: { proposal: 'plugin/proposal' } }, chains: 4, steps: 1000, beta: 1 },
  create: async ({ kernel, ...settings }, parts) => chainsSampler({ kernel: await parts.kernel(kernel), ...settings }),
});
