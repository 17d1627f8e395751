import { z } from 'zod';
import type { ChainArrays, ChainState } from '../kernel/kernel.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { median } from '../numerics/statistics.js';
import { type DrivenSpan, jointReport } from './chain-work.js';
import { type ChainSettings, Chains, checkKernel, joinPackedChains, type PackedChains } from './chains.js';
import { type Checkpoint, unpackState } from './checkpoint.js';
import type { ChainSpan, Divisible, SpanReport } from './divisible.js';
import { divisibleSampler } from './divisible-sampler.js';
import { DrawBlock } from './draw-block.js';
import type { SamplingFact, SamplingProblem } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import type { Schedule } from './schedule.js';
import { factsOfCounts } from './step-counts.js';
import { lowestOf, reportInterval } from './trace.js';

/** How long the chains are and which of their states are draws. */
export interface ChainsSettings<B> extends Omit<ChainSettings<B>, 'firstChain' | 'rowsPerChain'> {
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
export function chainsSampler<B>(settings: ChainsSettings<B>): Divisible<B> {
  const { warmUp, steps, chains, beta, warmUpBeta, evaluations } = settings;
  const betaAt = (step: number): number => (step <= warmUp && warmUpBeta !== undefined ? warmUpBeta(step - 1) : beta);
  return divisibleSampler<B>({
    chainCount: chains,
    stepCount: warmUp + steps,
    interval: reportInterval(warmUp + steps, chains),
    mostEvaluations: evaluations,
    beta,
    traceNames,
    checkTarget: (target) => checkKernel(settings.kernel, target),
    begin: async (problem, span) => new ChainsUnderWay(await begin(problem, settings, span), { ...settings, betaAt }),
    traceRow(reports) {
      const joint = jointReport(reports);
      return { ...joint, beta: betaAt(joint.step) };
    },
    join: (standings) => ({
      bestEnergy: joinedBest(standings),
      chains: joinPackedChains(standings.map((standing) => standing.chains!)),
    }),
    facts: ({ chains }) => {
      // What Chains.pack gave.
      const { counts, parameters } = chains as unknown as PackedChains;
      return [...factsOfCounts(counts), ...parameterFacts(parameters)];
    },
    lastStates: (space, { chains }) => unpackState(space, (chains as unknown as PackedChains).state),
  });
}

/** The lowest energy of any state that was visited, by the checkpoints of spans. */
export function joinedBest(standings: readonly Checkpoint[]): number {
  return standings.reduce((least, { bestEnergy }) => Math.min(least, bestEnergy as number), Number.POSITIVE_INFINITY);
}

interface Beginning<B> {
  readonly chains: Chains<B>;
  readonly bestEnergy: number;
  readonly draws: DrawBlock<B>;
}

/** Where chains begin: at their start, or where an earlier run stood. */
async function begin<B>(
  problem: SamplingProblem<B>,
  { warmUpBeta, ...settings }: ChainsSettings<B>,
  { first, count }: ChainSpan,
): Promise<Beginning<B>> {
  const { space, resumeFrom } = problem;
  const driven = { ...settings, chains: count, firstChain: first };
  const draws = new DrawBlock(space, first);
  if (resumeFrom === undefined) {
    const chains = await Chains.start(problem, driven, warmUpBeta?.(0) ?? settings.beta);
    return { chains, bestEnergy: lowestOf(chains.state.energy), draws };
  }
  const chains = await Chains.resume(problem, driven, resumeFrom.chains!);
  return { chains, bestEnergy: resumeFrom.bestEnergy as number, draws };
}

interface DrawingPlan {
  readonly warmUp: number;
  readonly thin?: number;
  betaAt(step: number): number;
}

/** Chains at one β, every `thin`-th state of which after the warm-up is a draw. */
class ChainsUnderWay<B> implements DrivenSpan<B> {
  readonly draws: DrawBlock<B>;
  readonly #chains: Chains<B>;
  readonly #plan: DrawingPlan;
  #bestEnergy: number;

  constructor({ chains, bestEnergy, draws }: Beginning<B>, plan: DrawingPlan) {
    this.#chains = chains;
    this.#bestEnergy = bestEnergy;
    this.draws = draws;
    this.#plan = plan;
  }

  evaluations(): number {
    return this.#chains.counts.evaluations;
  }

  bestEnergy(): number {
    return this.#bestEnergy;
  }

  faultyTerm(): string | null {
    return this.#chains.counts.faultyTerm;
  }

  states(): ChainState<B> {
    return this.#chains.state;
  }

  advance(step: number): Awaitable<void> {
    return whenDone(this.#chains.advance(step, this.#plan.betaAt(step)), () => this.#observe(step));
  }

  report(step: number): SpanReport {
    const { state, counts } = this.#chains;
    const { evaluations } = counts;
    return { step, energy: state.energy, bestEnergy: this.#bestEnergy, evaluations, ...counts.takeSteps() };
  }

  pack(): Checkpoint {
    return { bestEnergy: this.#bestEnergy, chains: this.#chains.pack() };
  }

  #observe(step: number): void {
    const { state, counts } = this.#chains;
    const { warmUp, thin = 1 } = this.#plan;
    this.#bestEnergy = Math.min(this.#bestEnergy, lowestOf(state.energy));
    if (step <= warmUp || (step - warmUp) % thin !== 0) return;
    this.draws.add(state, step);
    counts.addDraws(state.energy);
  }
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
    .describe(
      'Steps of every chain before the first draw, in which the kernel is tuned; as many as steps when absent, but no more than 10,000',
    ),
  thin: z.int().min(1).default(1).describe('Every thin-th state after the warm-up is a draw'),
  beta: z.number().min(0).default(1).describe('Inverse temperature β'),
  evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends, warm-up included'),
};

/** Longest warm-up that nobody asked for: steps may be a safety bound that a limit is to end long before. */
const longestDefaultWarmUp = 10_000;

/** The options with a warm-up as long as the rest, but no longer than 10,000 steps, where none is given. */
export function withWarmUp<O extends { readonly steps: number; readonly warmUp?: number | undefined }>(
  options: O,
): O & { readonly warmUp: number } {
  return { ...options, warmUp: options.warmUp ?? Math.min(options.steps, longestDefaultWarmUp) };
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
  betaOptions: ['beta'],
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
