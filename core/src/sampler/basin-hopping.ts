import { z } from 'zod';
import { isClamped } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import { GradientTarget } from '../kernel/gradient-target.js';
import type { ChainState } from '../kernel/kernel.js';
import { mergeStates } from '../kernel/merge-states.js';
import { rowStreams } from '../kernel/row-streams.js';
import type { Rng } from '../numerics/rng.js';
import type { Proposal } from '../proposal/proposal.js';
import { reversibleProposal } from '../proposal/proposal-need.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { BestOfChains } from './best-of-chains.js';
import { packState, unpackState } from './checkpoint.js';
import { DescendingPoints } from './descending-points.js';
import { distinctPoints } from './distinct-points.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { startAllowed } from './starting-states.js';
import { reportInterval, summarise, Trace } from './trace.js';

/** How chains hop from minimum to minimum. */
export interface BasinHoppingSettings<B> {
  readonly chains: number;
  /** Hops of every chain. */
  readonly steps: number;
  /** β of the test between minima. */
  readonly beta: number;
  /** Standard deviation of the first jumps, in units of the coordinates; adapted to `targetAcceptance`. */
  readonly jump: number;
  readonly targetAcceptance: number;
  /** Moves by which chains leave their minimum instead of normal jumps. */
  readonly proposal?: Proposal<B> | undefined;
  readonly descentSteps: number;
  readonly tolerance: number;
  /** It ends when an energy is this low; −Infinity for never. */
  readonly targetEnergy: number;
  /** Minima nearer than this along every axis count as one. */
  readonly apart: number;
  readonly count: number;
  readonly evaluations?: number | undefined;
}

/** How fast jumps adapt: by this much, in ln, for a hop that is taken or refused against all expectation. */
const gain = 0.2;

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'jump'];

/**
 * Basin hopping: every chain jumps away from its minimum, goes downhill to the next one, and stays there with probability
 * min(1, e^(−βΔE)). Jumps grow where hops are taken more often than `targetAcceptance`, and shrink where less. The result has the
 * lowest minimum of each chain, best first.
 *
 * @see Wales & Doye, J. Phys. Chem. A 101, 5111 (1997).
 */
export function basinHoppingSampler<B>(settings: BasinHoppingSettings<B>): Sampler<B> {
  return {
    sample: (problem) => sample(problem, settings),
    checkTarget: (target) => {
      if (!isContinuous(target.space)) throw withoutCoordinates(target.space.kind);
      new GradientTarget(target);
    },
  };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: BasinHoppingSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space } = problem;
  if (!isContinuous(space)) throw withoutCoordinates(space.kind);
  const hops = await begin(problem, space, settings);
  const { trace, best } = hops;
  const stopReason = yield* runSteps(problem, {
    from: hops.step,
    stepCount: settings.steps,
    stepName: 'hop',
    interval: reportInterval(settings.steps, settings.chains),
    mostEvaluations: settings.evaluations,
    evaluations: () => hops.evaluations,
    bestEnergy: () => best.lowest,
    ending: () => (best.lowest <= settings.targetEnergy ? 'converged' : undefined),
    advance: (step) => hop(problem, space, settings, hops, step),
    report: (step) => {
      const { evaluations, accepted, tried } = hops;
      const jump = hops.jumps.reduce((sum, size) => sum + size, 0) / hops.jumps.length;
      trace.add({
        ...summarise(hops.state.energy),
        step,
        best: best.lowest,
        evaluations,
        acceptanceRate: accepted / tried,
        jump,
      });
      hops.accepted = 0;
      hops.tried = 0;
    },
    pack: () => ({
      state: packState(space, hops.state),
      best: best.pack(),
      jumps: hops.jumps.slice(),
      counts: [hops.evaluations, hops.accepted, hops.tried],
      trace: trace.pack(),
    }),
  });
  return {
    ...distinctPoints(space, best.states, settings.count, settings.apart),
    stopReason,
    evaluations: hops.evaluations,
    trace: trace.columns(),
  };
}

/** Chains under way. */
interface Hops<B> {
  state: ChainState<B>;
  readonly best: BestOfChains<B>;
  /** Deviation of each chain's jumps. */
  readonly jumps: Float64Array;
  readonly trace: Trace;
  readonly step: number;
  evaluations: number;
  /** Hops since the last report. */
  accepted: number;
  tried: number;
}

/** Where a run begins: at the minima near its start, or where an earlier one stood. */
async function begin<B>(
  problem: SamplingProblem<B>,
  space: Continuous<B>,
  settings: BasinHoppingSettings<B>,
): Promise<Hops<B>> {
  const { resumeFrom } = problem;
  const trace = new Trace(traceNames);
  if (resumeFrom !== undefined) {
    trace.restore(resumeFrom.trace!);
    const [evaluations, accepted, tried] = resumeFrom.counts as readonly [number, number, number];
    return {
      state: await unpackState(space, resumeFrom.state!),
      best: await BestOfChains.unpack(space, resumeFrom.best!),
      jumps: resumeFrom.jumps as Float64Array,
      trace,
      step: resumeFrom.step as number,
      evaluations,
      accepted,
      tried,
    };
  }
  // Downhill from a forbidden state is nowhere: its minimum is forbidden too.
  const { started, tries } = await startAllowed(
    problem,
    { chains: settings.chains },
    (states) => minima(problem, settings, states),
    ({ state }) => state.energy,
  );
  const { state } = started;
  const evaluations = started.evaluations + (tries === 0 ? 0 : settings.chains + tries);
  const jumps = new Float64Array(settings.chains).fill(settings.jump);
  return { state, best: new BestOfChains(space, state), jumps, trace, step: 0, evaluations, accepted: 0, tried: 0 };
}

/** The minima that states go downhill to. */
async function minima<B>(
  problem: SamplingProblem<B>,
  { tolerance, descentSteps, jump }: BasinHoppingSettings<B>,
  batch: B,
): Promise<{ state: ChainState<B>; evaluations: number }> {
  const rules = { method: 'lbfgs', tolerance, firstStep: jump / 10 } as const;
  const points = await DescendingPoints.start(problem, rules, batch);
  for (let step = 0; step < descentSteps && !points.isDone; step++) {
    const done = points.step();
    if (done instanceof Promise) await done;
  }
  return { state: { batch: points.batch, energy: points.energy }, evaluations: points.evaluations };
}

async function hop<B>(
  problem: SamplingProblem<B>,
  space: Continuous<B>,
  settings: BasinHoppingSettings<B>,
  hops: Hops<B>,
  step: number,
): Promise<void> {
  const streams = new ChainStreams(problem.rng, settings.chains).at(step);
  const away = await jumped(problem, space, settings, hops, streams);
  const { state, evaluations } = await minima(problem, settings, away);
  const accepted = Uint8Array.from(state.energy, (energy, chain) => {
    const from = hops.state.energy[chain]!;
    // Neither among forbidden states nor out of them is anything to be lost.
    const logAlpha = from === Number.POSITIVE_INFINITY ? 0 : settings.beta * (from - energy);
    return Math.log(streams.split(chain).split(1).uniform()) < logAlpha ? 1 : 0;
  });
  hops.state = mergeStates(space, hops.state, state, accepted);
  hops.evaluations += evaluations;
  hops.best.observe(state, step);
  hops.tried += accepted.length;
  for (let chain = 0; chain < accepted.length; chain++) {
    hops.accepted += accepted[chain]!;
    hops.jumps[chain]! *= Math.exp(gain * (accepted[chain]! - settings.targetAcceptance));
  }
}

/** The states that chains jump to: by the proposal, whose probabilities do not matter here, or by a normal step. */
async function jumped<B>(
  { energy }: SamplingProblem<B>,
  space: Continuous<B>,
  { proposal }: BasinHoppingSettings<B>,
  { state, jumps }: Hops<B>,
  streams: Rng,
): Promise<B> {
  if (proposal !== undefined) {
    return (
      await proposal.propose(
        rowStreams(streams, (row) => streams.split(row).split(0)),
        state.batch,
      )
    ).batch;
  }
  const { dimension, axes } = space;
  const noise = new Float64Array(jumps.length * dimension);
  streams.fillNormalRows(noise, dimension);
  const clamped = new Set(isClamped(energy) ? energy.clamp.indices : []);
  const points = space.coordinates(state.batch);
  for (let i = 0; i < noise.length; i++) {
    const axis = i % dimension;
    const to = points[i]! + (clamped.has(axis) ? 0 : jumps[Math.floor(i / dimension)]! * noise[i]!);
    noise[i] = axes.periodic[axis] === 1 ? to : Math.min(axes.high[axis]!, Math.max(axes.low[axis]!, to));
  }
  return space.withCoordinates(state.batch, noise);
}

function withoutCoordinates(kind: string): ConfigurationError {
  const message = `basin hopping needs coordinates to jump and descend along, and a ${kind} has none`;
  return new ConfigurationError([{ path: ['sampler'], message }]);
}

/** The sampler `basin-hopping`. */
export const basinHopping = defineSampler({
  name: 'basin-hopping',
  summary: 'Hops from minimum to minimum: a jump, a descent, and a Metropolis test between the two minima',
  details:
    'Every chain jumps away from its minimum, goes downhill by L-BFGS, and keeps the new minimum with probability ' +
    'min(1, exp(−βΔE)). Jumps adapt to the share of hops that are taken. It looks for the lowest energy and makes no statement about ' +
    'p(x).',
  reference: 'Wales & Doye, J. Phys. Chem. A 101, 5111 (1997)',
  requires: ['gradient'],
  yields: 'designs',
  options: (refer) =>
    z.strictObject({
      chains: z.int().min(1).max(100_000).default(8).describe('Chains that hop beside each other'),
      steps: z.int().min(1).default(200).describe('Hops of every chain'),
      beta: z.number().min(0).default(1).describe('Inverse temperature of the test between minima'),
      jump: z.number().positive().default(0.5).describe('Standard deviation of the first jumps; it adapts'),
      targetAcceptance: z.number().gt(0).lt(1).default(0.5).describe('Share of hops taken that jumps adapt to'),
      proposal: refer
        .to('proposal', reversibleProposal)
        .optional()
        .describe('Moves by which chains leave their minimum, in place of normal jumps'),
      descentSteps: z.int().min(1).default(200).describe('Steps of a descent at most'),
      tolerance: z.number().positive().default(1e-6).describe('Largest component of the gradient at a minimum'),
      targetEnergy: z.number().optional().describe('It ends when an energy is this low'),
      apart: z.number().positive().default(1e-3).describe('Minima nearer than this along every axis count as one'),
      count: z.int().min(1).optional().describe('Designs returned at most; one per chain when absent'),
      evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends'),
    }),
  example: { chains: 8, steps: 200, jump: 0.5 },
  create: async ({ proposal, targetEnergy, count, ...settings }, parts) =>
    basinHoppingSampler({
      ...settings,
      proposal: proposal && (await parts.proposal(proposal)),
      targetEnergy: targetEnergy ?? Number.NEGATIVE_INFINITY,
      count: count ?? settings.chains,
    }),
});
