import { z } from 'zod';
import { metropolisKernel } from '../kernel/metropolis.js';
import type { Proposal } from '../proposal/proposal.js';
import { reversibleProposal } from '../proposal/proposal-need.js';
import type { StateSpace } from '../state/state-space.js';
import { Chains } from './chains.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult, StopReason } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { reportInterval, summarise, type TraceRow, traceColumns } from './trace.js';

/** How long the chains are and which of their states are kept. */
export interface MetropolisSettings<B> {
  readonly proposal: Proposal<B>;
  readonly chains: number;
  /** Steps of every chain, burn-in included. */
  readonly steps: number;
  /** Steps before the first draw, < steps. */
  readonly burnIn: number;
  /** Every `thin`-th state after the burn-in is a draw. */
  readonly thin: number;
  readonly beta: number;
}

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'beta'];

/**
 * Draws from p(x) ∝ e^(−βE) by Metropolis–Hastings chains at fixed β. The result has all draws of the first chain in order,
 * then those of the second: ⌊(steps − burnIn) / thin⌋ a chain, repeats kept, as they carry the weights.
 * 'best' of progress and trace is the lowest energy of any state visited; 'mean' and 'median' are over the chains at that step.
 */
export function metropolisSampler<B>(settings: MetropolisSettings<B>): Sampler<B> {
  return { sample: (problem) => sample(problem, settings) };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  { proposal, chains: chainCount, steps, burnIn, thin, beta }: MetropolisSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space, energy, signal } = problem;
  const chains = await Chains.start(metropolisKernel({ space, energy, proposal }), problem, chainCount);
  const draws = new Draws(space, chainCount);
  const trace: TraceRow[] = [];
  const interval = reportInterval(steps);
  let bestEnergy = summarise(chains.state.energy).best;
  let stopReason: StopReason = 'steps';
  for (let step = 1; step <= steps; step++) {
    if (signal?.aborted) {
      stopReason = 'cancelled';
      break;
    }
    const advanced = chains.advance(step, beta);
    if (advanced instanceof Promise) await advanced;
    for (const value of chains.state.energy) bestEnergy = Math.min(bestEnergy, value);
    if (step > burnIn && (step - burnIn) % thin === 0) draws.add(chains.state.batch, chains.state.energy);
    if (step % interval !== 0 && step !== steps) continue;
    const { evaluations } = chains;
    const acceptanceRate = chains.takeAcceptanceRate();
    trace.push({ ...summarise(chains.state.energy), step, best: bestEnergy, evaluations, acceptanceRate, beta });
    yield { step, stepCount: steps, stepName: 'step', evaluations, bestEnergy };
  }
  return {
    ...draws.chainByChain(),
    stopReason,
    evaluations: chains.evaluations,
    trace: traceColumns(traceNames, trace),
  };
}

/** Draws as they come, all chains at a time, handed out chain by chain. */
class Draws<B> {
  readonly #space: StateSpace<B>;
  readonly #chainCount: number;
  readonly #batches: B[] = [];
  readonly #energies: Float64Array[] = [];

  constructor(space: StateSpace<B>, chainCount: number) {
    this.#space = space;
    this.#chainCount = chainCount;
  }

  add(batch: B, energy: Float64Array): void {
    this.#batches.push(batch);
    this.#energies.push(energy);
  }

  chainByChain(): { batch: B; energy: Float64Array } {
    const drawCount = this.#batches.length;
    const rows = Int32Array.from({ length: drawCount * this.#chainCount }, (_, i) => {
      return (i % drawCount) * this.#chainCount + Math.floor(i / drawCount);
    });
    return {
      batch: this.#space.take(this.#space.concat(this.#batches), rows),
      energy: Float64Array.from(rows, (row) => {
        return this.#energies[Math.floor(row / this.#chainCount)]![row % this.#chainCount]!;
      }),
    };
  }
}

/** The sampler `metropolis`. */
export const metropolis = defineSampler({
  name: 'metropolis',
  summary: 'Metropolis–Hastings chains at a fixed inverse temperature',
  details:
    'Draws states with probability proportional to exp(−βE). The proposal must know both of its probabilities. ' +
    'Use it where the weights of the states matter, not only the lowest energy.',
  reference: 'Metropolis et al., J. Chem. Phys. 21, 1087 (1953); Hastings, Biometrika 57, 97 (1970)',
  requires: [],
  yields: 'draws',
  options: (refer) =>
    z
      .strictObject({
        proposal: refer.to('proposal', reversibleProposal).describe('How a chain moves; both probabilities known'),
        chains: z.int().min(1).max(1_000_000).default(4).describe('Chains that run beside each other'),
        steps: z.int().min(1).default(2000).describe('Steps of every chain, burn-in included'),
        burnIn: z.int().min(0).optional().describe('Steps before the first draw; half of the steps when absent'),
        thin: z.int().min(1).default(1).describe('Every thin-th state after the burn-in is a draw'),
        beta: z.number().min(0).default(1).describe('Inverse temperature β'),
      })
      .transform((options) => ({ ...options, burnIn: options.burnIn ?? Math.floor(options.steps / 2) }))
      .refine(({ steps, burnIn, thin }) => burnIn + thin <= steps, {
        path: ['burnIn'],
        message: 'no draw is left: burnIn + thin must not be above steps',
      }),
  example: { proposal: 'plugin/proposal', chains: 4, steps: 2000, beta: 1 },
  create: async ({ proposal, ...lengths }, parts) =>
    metropolisSampler({ proposal: await parts.proposal(proposal), ...lengths }),
});
