import { z } from 'zod';
import type { ChainState } from '../kernel/kernel.js';
import { mergeStates } from '../kernel/merge-states.js';
import { metropolisKernel } from '../kernel/metropolis.js';
import type { Proposal } from '../proposal/proposal.js';
import { reversibleProposal } from '../proposal/proposal-need.js';
import type { StateSpace } from '../state/state-space.js';
import { Chains } from './chains.js';
import { bestDistinct } from './distinct.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult, StopReason } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { geometricSchedule, linearSchedule, type Schedule } from './schedule.js';
import { reportInterval, summarise, type TraceRow, traceColumns } from './trace.js';

/** How simulated annealing cools, and what it hands back. */
export interface AnnealingSettings<B> {
  readonly proposal: Proposal<B>;
  readonly chains: number;
  readonly steps: number;
  readonly schedule: Schedule;
  /** A chain without a new best state for so many steps goes back to its best; never when absent. */
  readonly restartAfter: number | undefined;
  /** How many designs are returned at most. */
  readonly count: number;
}

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'beta'];

/**
 * Simulated annealing: Metropolis chains, each on its own, whose β rises by the schedule. The result has the best state that
 * each chain visited, equal designs once, best first.
 */
export function annealingSampler<B>(settings: AnnealingSettings<B>): Sampler<B> {
  return { sample: (problem) => sample(problem, settings) };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  { proposal, chains: chainCount, steps, schedule, restartAfter, count }: AnnealingSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space, energy, signal } = problem;
  const chains = await Chains.start(metropolisKernel({ space, energy, proposal }), problem, chainCount);
  const best = new BestOfChains(space, chains.state);
  const trace: TraceRow[] = [];
  const interval = reportInterval(steps);
  let stopReason: StopReason = 'steps';
  for (let step = 1; step <= steps; step++) {
    if (signal?.aborted) {
      stopReason = 'cancelled';
      break;
    }
    const beta = schedule(step - 1);
    const advanced = chains.advance(step, beta);
    if (advanced instanceof Promise) await advanced;
    best.observe(chains.state, step);
    if (restartAfter !== undefined) chains.moveTo(best.restarted(chains.state, step, restartAfter));
    if (step % interval !== 0 && step !== steps) continue;
    const { evaluations } = chains;
    const bestEnergy = best.lowest;
    const acceptanceRate = chains.takeAcceptanceRate();
    trace.push({ ...summarise(chains.state.energy), step, best: bestEnergy, evaluations, acceptanceRate, beta });
    yield { step, stepCount: steps, stepName: 'step', evaluations, bestEnergy };
  }
  const { evaluations } = chains;
  return {
    ...bestDistinct(space, best.states, count),
    stopReason,
    evaluations,
    trace: traceColumns(traceNames, trace),
  };
}

/** The best state of each chain so far, and the step at which the chain last reached one or was put back to it. */
class BestOfChains<B> {
  readonly #space: StateSpace<B>;
  readonly #since: Int32Array;
  #states: ChainState<B>;

  constructor(space: StateSpace<B>, start: ChainState<B>) {
    this.#space = space;
    this.#since = new Int32Array(start.energy.length);
    this.#states = start;
  }

  get states(): ChainState<B> {
    return this.#states;
  }

  get lowest(): number {
    return this.#states.energy.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  }

  observe(state: ChainState<B>, step: number): void {
    const improved = Uint8Array.from(state.energy, (value, chain) => (value < this.#states.energy[chain]! ? 1 : 0));
    for (let chain = 0; chain < improved.length; chain++) if (improved[chain] === 1) this.#since[chain] = step;
    this.#states = mergeStates(this.#space, this.#states, state, improved);
  }

  /** `state`, with the chains that found nothing for `patience` steps put back to their best. */
  restarted(state: ChainState<B>, step: number, patience: number): ChainState<B> {
    const stale = this.#since.map((since) => (step - since >= patience ? 1 : 0));
    for (let chain = 0; chain < stale.length; chain++) if (stale[chain] === 1) this.#since[chain] = step;
    return mergeStates(this.#space, state, this.#states, Uint8Array.from(stale));
  }
}

/** The sampler `annealing`. */
export const annealing = defineSampler({
  name: 'annealing',
  summary: 'Simulated annealing: Metropolis chains cooled by a schedule, the best state of each kept',
  details:
    'Every chain starts hot (betaStart) and is cooled (betaEnd), geometrically or linearly. ' +
    'The result has the best design of each chain, equal designs once, best first.',
  reference: 'Kirkpatrick, Gelatt & Vecchi, Science 220, 671 (1983)',
  requires: [],
  yields: 'designs',
  options: (refer) =>
    z
      .strictObject({
        proposal: refer.to('proposal', reversibleProposal).describe('How a chain moves; both probabilities known'),
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
      })
      .refine(({ betaStart, betaEnd }) => betaStart <= betaEnd, {
        path: ['betaEnd'],
        message: 'annealing cools: betaEnd must not be below betaStart',
      })
      .refine(({ schedule, betaStart }) => schedule !== 'geometric' || betaStart > 0, {
        path: ['betaStart'],
        message: 'a geometric schedule cannot start at 0; give betaStart > 0 or schedule: linear',
      }),
  example: { proposal: 'plugin/proposal', chains: 16, steps: 10_000, betaStart: 0.1, betaEnd: 100 },
  create: async ({ proposal, chains, steps, schedule, betaStart, betaEnd, restartAfter, count }, parts) =>
    annealingSampler({
      proposal: await parts.proposal(proposal),
      chains,
      steps,
      schedule: (schedule === 'linear' ? linearSchedule : geometricSchedule)(betaStart, betaEnd, steps),
      restartAfter,
      count: count ?? chains,
    }),
});
