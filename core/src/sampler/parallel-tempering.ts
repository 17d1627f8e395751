import { z } from 'zod';
import { takeArrays, takeStates } from '../kernel/take-states.js';
import { whenDone } from '../numerics/awaitable.js';
import { type ChainSettings, Chains } from './chains.js';
import { leavesDraws, parameterFacts, withWarmUp } from './chains-sampler.js';
import { DrawBlock } from './draw-block.js';
import { ReplicaExchange } from './replica-exchange.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingFact, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { startingStates } from './starting-states.js';
import { initialLadder } from './temperature-ladder.js';
import { lowestOf, reportInterval, summarise, Trace } from './trace.js';

/** How many replicas there are, at which temperatures, and which of their states are draws. */
export interface ParallelTemperingSettings<B> extends ChainSettings<B> {
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
export function parallelTemperingSampler<B>(settings: ParallelTemperingSettings<B>): Sampler<B> {
  return { sample: (problem) => sample(problem, settings) };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: ParallelTemperingSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space } = problem;
  const { warmUp, swapEvery, thin, rungs, firstChain = 0 } = settings;
  const { chains, exchange, trace, ...from } = await begin(problem, settings);
  let { bestEnergy } = from;
  const coldRows = Int32Array.from({ length: settings.chains }, (_, chain) => chain * rungs);
  const draws = new DrawBlock(space, firstChain);
  const advance = (step: number): void => {
    bestEnergy = Math.min(bestEnergy, lowestOf(chains.state.energy));
    if (step % swapEvery === 0) chains.moveTo(exchange.swap(space, chains.state, step, step > warmUp));
    if (settings.adapt && isAdaptation(step, warmUp, swapEvery)) exchange.adapt();
    if (step <= warmUp || (step - warmUp) % thin !== 0) return;
    const cold = takeStates(space, chains.state, coldRows);
    draws.add(cold, step);
    chains.counts.addDraws(cold.energy);
  };
  const stopReason = yield* runSteps(problem, {
    from: from.step,
    stepCount: warmUp + settings.steps,
    stepName: 'step',
    interval: reportInterval(warmUp + settings.steps, settings.chains * rungs),
    mostEvaluations: settings.evaluations,
    draws,
    evaluations: () => chains.counts.evaluations,
    bestEnergy: () => bestEnergy,
    advance: (step) => whenDone(chains.advance(step, exchange.betas), () => advance(step)),
    report: (step) =>
      trace.add({
        ...summarise(takeStates(space, chains.state, coldRows).energy),
        step,
        best: bestEnergy,
        evaluations: chains.counts.evaluations,
        acceptanceRate: chains.counts.takeAcceptanceRate(),
        beta: settings.beta,
        swapRate: meanOf(exchange.swapRates()),
        roundTrips: exchange.roundTrips,
      }),
    pack: () => ({ bestEnergy, chains: chains.pack(), exchange: exchange.pack(), trace: trace.pack() }),
  });
  const { batch, energy } = takeStates(space, chains.state, coldRows);
  const facts = [
    ...chains.counts.facts(),
    ...parameterFacts(takeArrays(chains.parameters, settings.chains * rungs, coldRows)),
    ...ladderFacts(exchange, settings),
  ];
  const { evaluations } = chains.counts;
  return { batch, energy, stopReason, evaluations, beta: settings.beta, trace: trace.columns(), facts };
}

interface Beginning<B> {
  readonly chains: Chains<B>;
  readonly exchange: ReplicaExchange;
  readonly trace: Trace;
  readonly step: number;
  readonly bestEnergy: number;
}

/** Where a run begins: at its start, or where an earlier one stood. */
async function begin<B>(problem: SamplingProblem<B>, settings: ParallelTemperingSettings<B>): Promise<Beginning<B>> {
  const { space, rng, resumeFrom } = problem;
  const { rungs, chains: ladders, firstChain: firstLadder = 0 } = settings;
  const trace = new Trace(traceNames);
  const ladder = initialLadder(settings.beta, settings.betaHot, rungs);
  const exchange = new ReplicaExchange(rng, { ladders, firstLadder, rungs }, ladder);
  const driven = { ...settings, chains: ladders * rungs, firstChain: firstLadder * rungs, rowsPerChain: rungs };
  if (resumeFrom !== undefined) {
    trace.restore(resumeFrom.trace!);
    exchange.restore(resumeFrom.exchange!);
    const chains = await Chains.resume(problem, driven, resumeFrom.chains!);
    return { chains, exchange, trace, step: resumeFrom.step as number, bestEnergy: resumeFrom.bestEnergy as number };
  }
  // All replicas of a chain begin at its starting state.
  const starts = await startingStates(problem, ladders, firstLadder);
  const rows = Int32Array.from({ length: ladders * rungs }, (_, row) => Math.floor(row / rungs));
  const chains = await Chains.start(problem, driven, exchange.betas, space.take(starts, rows));
  return { chains, exchange, trace, step: 0, bestEnergy: lowestOf(chains.state.energy) };
}

/** After 4, 8, 16, … swap events of the warm-up: every window is as long as all before it together. */
function isAdaptation(step: number, warmUp: number, swapEvery: number): boolean {
  const events = step / swapEvery;
  return step <= warmUp && events >= 4 && Number.isInteger(Math.log2(events));
}

function ladderFacts(exchange: ReplicaExchange, { rungs, chains }: { rungs: number; chains: number }): SamplingFact[] {
  const rates = exchange.swapRates();
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
function betaText({ betas }: ReplicaExchange, rung: number): string {
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
        warmUp: z.int().min(0).optional().describe('Steps before the first draw; as many as steps when absent'),
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
