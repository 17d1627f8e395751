import { z } from 'zod';
import type { ChainState } from '../kernel/kernel.js';
import { takeArrays, takeStates } from '../kernel/take-states.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { StateSpace } from '../state/state-space.js';
import { type DrivenSpan, jointReport } from './chain-work.js';
import { type ChainSettings, Chains, checkKernel, joinPackedChains, type PackedChains } from './chains.js';
import { joinedBest, leavesDraws, parameterFacts, withWarmUp } from './chains-sampler.js';
import { type Checkpoint, unpackState } from './checkpoint.js';
import type { ChainSpan, Divisible, SpanReport, SwapSums } from './divisible.js';
import { divisibleSampler } from './divisible-sampler.js';
import { DrawBlock } from './draw-block.js';
import { joinPackedExchanges, joinSwaps, ReplicaExchange, swapRates, swapsOf } from './replica-exchange.js';
import type { SamplingFact, SamplingProblem } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { factsOfCounts } from './step-counts.js';
import { initialLadder } from './temperature-ladder.js';
import { lowestOf, reportInterval } from './trace.js';

/** How many replicas there are, at which temperatures, and which of their states are draws. */
export interface ParallelTemperingSettings<B> extends Omit<ChainSettings<B>, 'firstChain' | 'rowsPerChain'> {
  /** Replicas of each chain, ≥ 2. */
  readonly rungs: number;
  /** Inverse temperature of the draws: that of the coldest replica. */
  readonly beta: number;
  /** That of the hottest, below `beta`. */
  readonly betaHot: number;
  /** Whether the rungs between move during the warm-up. */
  readonly adapt: boolean;
  /** Steps between two swap events, at each of which every pair of neighbours is tried. */
  readonly swapEvery: number;
  /** Steps after the warm-up. */
  readonly steps: number;
  readonly thin: number;
  readonly evaluations?: number | undefined;
}

const traceNames = [
  'step',
  'best',
  'mean',
  'median',
  'evaluations',
  'acceptanceRate',
  'beta',
  'swapRate',
  'roundTrips',
];

/** Where pairs swap more rarely than this, the ladder has a gap. */
const leastSwapRate = 0.05;

/**
 * Parallel tempering: every chain is a ladder of replicas at rising temperatures that exchange their states, so that the coldest
 * hears of what the hot ones find beyond barriers. Only states of the coldest replicas are draws; what the others visit
 * counts for `bestEnergy` alone. Each replica has its own step sizes, and the ladder adapts itself during the warm-up.
 */
export function parallelTemperingSampler<B>(settings: ParallelTemperingSettings<B>): Divisible<B> {
  const { chains: ladders, rungs, warmUp, steps, beta, evaluations } = settings;
  return divisibleSampler<B>({
    chainCount: ladders,
    stepCount: warmUp + steps,
    interval: reportInterval(warmUp + steps, ladders * rungs),
    mostEvaluations: evaluations,
    beta,
    traceNames,
    checkTarget: (target) => checkKernel(settings.kernel, target),
    begin: async (problem, span) => new LaddersUnderWay(await begin(problem, settings, span), settings),
    traceRow(reports) {
      const exchange = joinSwaps(reports.map((report) => report.exchange!));
      const swapRate = meanOf(swapRates(exchange, ladders));
      return { ...jointReport(reports), beta, swapRate, roundTrips: exchange.roundTrips };
    },
    join: (standings) => ({
      bestEnergy: joinedBest(standings),
      chains: joinPackedChains(standings.map(({ chains }) => chains!)),
      exchange: joinPackedExchanges(standings.map(({ exchange }) => exchange!)),
    }),
    facts({ chains, exchange }) {
      // What Chains.pack gave.
      const { counts, parameters } = chains as unknown as PackedChains;
      const cold = takeArrays(parameters, ladders * rungs, coldRows(ladders, rungs));
      return [...factsOfCounts(counts), ...parameterFacts(cold), ...ladderFacts(swapsOf(exchange!), settings)];
    },
    async lastStates(space, { chains }) {
      const all = await unpackState(space, (chains as unknown as PackedChains).state);
      return takeStates(space, all, coldRows(ladders, rungs));
    },
  });
}

/** Rows of the replicas that draw. */
function coldRows(ladders: number, rungs: number): Int32Array {
  return Int32Array.from({ length: ladders }, (_, ladder) => ladder * rungs);
}

/** Ladders of replicas that swap; the states of the coldest are draws. */
class LaddersUnderWay<B> implements DrivenSpan<B> {
  readonly draws: DrawBlock<B>;
  readonly #space: StateSpace<B>;
  readonly #chains: Chains<B>;
  readonly #exchange: ReplicaExchange;
  readonly #settings: ParallelTemperingSettings<B>;
  readonly #coldRows: Int32Array;
  #bestEnergy: number;

  constructor({ space, span, chains, exchange, bestEnergy }: Beginning<B>, settings: ParallelTemperingSettings<B>) {
    this.draws = new DrawBlock(space, span.first);
    this.#space = space;
    this.#chains = chains;
    this.#exchange = exchange;
    this.#settings = settings;
    this.#coldRows = coldRows(span.count, settings.rungs);
    this.#bestEnergy = bestEnergy;
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
    return takeStates(this.#space, this.#chains.state, this.#coldRows);
  }

  advance(step: number): Awaitable<void> {
    return whenDone(this.#chains.advance(step, this.#exchange.betas), () => this.#observe(step));
  }

  report(step: number): SpanReport {
    const { counts } = this.#chains;
    const { evaluations } = counts;
    const { energy } = this.states();
    const exchange = this.#exchange.sums();
    return { step, energy, bestEnergy: this.#bestEnergy, evaluations, ...counts.takeSteps(), exchange };
  }

  pack(): Checkpoint {
    return { bestEnergy: this.#bestEnergy, chains: this.#chains.pack(), exchange: this.#exchange.pack() };
  }

  #observe(step: number): void {
    const { warmUp, swapEvery, thin, adapt } = this.#settings;
    const chains = this.#chains;
    this.#bestEnergy = Math.min(this.#bestEnergy, lowestOf(chains.state.energy));
    if (step % swapEvery === 0) chains.moveTo(this.#exchange.swap(this.#space, chains.state, step, step > warmUp));
    if (adapt && isAdaptation(step, warmUp, swapEvery)) this.#exchange.adapt();
    if (step <= warmUp || (step - warmUp) % thin !== 0) return;
    const cold = this.states();
    this.draws.add(cold, step);
    chains.counts.addDraws(cold.energy);
  }
}

interface Beginning<B> {
  readonly space: StateSpace<B>;
  readonly span: ChainSpan;
  readonly chains: Chains<B>;
  readonly exchange: ReplicaExchange;
  readonly bestEnergy: number;
}

/** Where ladders begin: at their start, or where an earlier run stood. */
async function begin<B>(
  problem: SamplingProblem<B>,
  settings: ParallelTemperingSettings<B>,
  span: ChainSpan,
): Promise<Beginning<B>> {
  const { space, rng, resumeFrom } = problem;
  const { rungs } = settings;
  const { first: firstLadder, count: ladders } = span;
  const ladder = initialLadder(settings.beta, settings.betaHot, rungs);
  const exchange = new ReplicaExchange(rng, { ladders, firstLadder, rungs }, ladder);
  const driven = { ...settings, chains: ladders * rungs, firstChain: firstLadder * rungs, rowsPerChain: rungs };
  if (resumeFrom !== undefined) {
    exchange.restore(resumeFrom.exchange!);
    const chains = await Chains.resume(problem, driven, resumeFrom.chains!);
    return { space, span, chains, exchange, bestEnergy: resumeFrom.bestEnergy as number };
  }
  const chains = await Chains.start(problem, driven, exchange.betas);
  return { space, span, chains, exchange, bestEnergy: lowestOf(chains.state.energy) };
}

/** After 4, 8, 16, … swap events of the warm-up: every window is as long as all before it together. */
function isAdaptation(step: number, warmUp: number, swapEvery: number): boolean {
  const events = step / swapEvery;
  return step <= warmUp && events >= 4 && Number.isInteger(Math.log2(events));
}

function ladderFacts(
  exchange: SwapSums & { readonly betas: Float64Array },
  { rungs, chains }: { rungs: number; chains: number },
): SamplingFact[] {
  const rates = swapRates(exchange, chains);
  const pairs = Array.from(rates, (value, pair): SamplingFact => {
    return { name: `swap rate of ${betaText(exchange, pair)} and ${betaText(exchange, pair + 1)}`, value };
  });
  return [
    {
      name: 'lowest swap rate',
      value: rates.reduce((least, rate) => Math.min(least, rate), 1),
      limit: { low: leastSwapRate, high: 1, advice: 'the ladder has a gap: take more replicas, or warm up longer' },
    },
    {
      name: 'round trips of a replica through the temperatures',
      value: exchange.roundTrips / chains,
      limit: {
        low: 1,
        high: Number.POSITIVE_INFINITY,
        advice: 'no state came from the hot end: run longer, or take more replicas',
      },
    },
    { name: 'communication barrier', value: rates.reduce((sum, rate) => sum + 1 - rate, 0) },
    ...pairs,
    { name: 'replicas of a chain', value: rungs },
  ];
}

/** 'β = 0.25', as the first chain's ladder has it. */
function betaText({ betas }: { readonly betas: Float64Array }, rung: number): string {
  return `β = ${Number(betas[rung]!.toPrecision(4))}`;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sampler `parallel-tempering`. */
export const parallelTempering = defineSampler({
  name: 'parallel-tempering',
  summary: 'Replicas at many temperatures that exchange their states, for landscapes with barriers',
  details:
    'Every chain is a ladder of replicas from the wanted β to a hot one that crosses barriers with ease. At every swap event each ' +
    'pair of neighbours is tried, even pairs first. The rungs between move during the warm-up until all pairs swap equally often. ' +
    'Draws are those of the coldest replicas alone.',
  reference:
    'Swendsen & Wang, Phys. Rev. Lett. 57, 2607 (1986); Okabe et al., Chem. Phys. Lett. 335, 435 (2001); Syed et al., J. R. Stat. Soc. B 84, 321 (2022)',
  requires: [],
  yields: 'draws',
  betaOptions: ['beta', 'betaHot'],
  options: (refer) =>
    z
      .strictObject({
        kernel: refer.to('kernel').describe('How every replica moves'),
        chains: z.int().min(1).max(100_000).default(4).describe('Ladders that run beside each other'),
        replicas: z.int().min(2).max(1000).default(8).describe('Replicas of every ladder'),
        beta: z.number().positive().default(1).describe('Inverse temperature of the draws'),
        betaHot: z.number().min(0).default(0.1).describe('Inverse temperature of the hottest replica'),
        adapt: z.boolean().default(true).describe('Whether the temperatures between adapt during the warm-up'),
        swapEvery: z.int().min(1).default(1).describe('Steps between two swap events'),
        steps: z.int().min(1).default(1000).describe('Steps of every replica after the warm-up'),
        warmUp: z
          .int()
          .min(0)
          .optional()
          .describe('Steps before the first draw; as many as steps when absent, but no more than 10,000'),
        thin: z.int().min(1).default(1).describe('Every thin-th state after the warm-up is a draw'),
        evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends, warm-up included'),
      })
      .transform(withWarmUp)
      .refine(({ beta, betaHot }) => betaHot < beta, {
        path: ['betaHot'],
        message: 'the hottest replica must be hotter than the draws: betaHot must be below beta',
      })
      .refine(...leavesDraws)
      .refine(({ steps, swapEvery }) => swapEvery <= steps, {
        path: ['swapEvery'],
        message: 'replicas would never swap: swapEvery must not be above steps',
      }),
  example: {
    kernel: { metropolis: { proposal: 'plugin/proposal' } },
    chains: 4,
    replicas: 8,
    betaHot: 0.1,
    steps: 1000,
  },
  create: async ({ kernel, replicas, ...settings }, parts) =>
    parallelTemperingSampler({ ...settings, kernel: await parts.kernel(kernel), rungs: replicas }),
});
