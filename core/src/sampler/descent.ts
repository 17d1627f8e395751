import { z } from 'zod';
import { GradientTarget } from '../kernel/gradient-target.js';
import { packBatch, unpackBatch } from './checkpoint.js';
import { DescendingPoints, type DescentRules } from './descending-points.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { startAllowed } from './starting-states.js';
import { lowestOf, reportInterval, summarise, Trace } from './trace.js';

/** How points go downhill, and how many. */
export interface DescentSettings extends DescentRules {
  /** Starting points. */
  readonly starts: number;
  readonly steps: number;
  /** Designs returned at most. */
  readonly count: number;
  /** Minima nearer than this along every axis count as one. */
  readonly apart: number;
  readonly evaluations?: number | undefined;
}

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'resting'];

/**
 * Descent to the nearest minima from many points at once, each step never uphill. It ends when all points rest ('converged').
 * The result has the minima, each once, best first. In the trace 'resting' is the share of points that rest.
 *
 * @see Nesterov, Soviet Math. Doklady 27, 372 (1983); O'Donoghue & Candès, Found. Comput. Math. 15, 715 (2015), for restarts;
 *   Liu & Nocedal, Math. Program. 45, 503 (1989).
 */
export function descentSampler<B>(settings: DescentSettings): Sampler<B> {
  return {
    sample: (problem) => sample(problem, settings),
    checkTarget: (target) => void new GradientTarget(target),
  };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: DescentSettings,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space, resumeFrom } = problem;
  const trace = new Trace(traceNames);
  if (resumeFrom !== undefined) trace.restore(resumeFrom.trace!);
  const { like, points } = resumeFrom === undefined ? await start(problem, settings) : await resume(problem, settings);
  const restingShare = (): number => points.restingCount / settings.starts;
  const stopReason = yield* runSteps(problem, {
    from: (resumeFrom?.step as number | undefined) ?? 0,
    stepCount: settings.steps,
    stepName: 'step',
    interval: reportInterval(settings.steps, settings.starts),
    mostEvaluations: settings.evaluations,
    evaluations: () => points.evaluations,
    bestEnergy: () => lowestOf(points.energy),
    ending: () => (points.isDone ? 'converged' : undefined),
    advance: () => points.step(),
    report: (step) =>
      trace.add({ ...summarise(points.energy), step, evaluations: points.evaluations, resting: restingShare() }),
    pack: () => ({ like: packBatch(space, like), points: points.pack(), trace: trace.pack() }),
  });
  return {
    ...points.best(settings.count, settings.apart),
    stopReason,
    evaluations: points.evaluations,
    trace: trace.columns(),
    facts: [{ name: 'share of points that rest', value: restingShare() }],
  };
}

interface Beginning<B> {
  readonly like: B;
  readonly points: DescendingPoints<B>;
}

async function start<B>(problem: SamplingProblem<B>, settings: DescentSettings): Promise<Beginning<B>> {
  const { batch, started, tries } = await startAllowed(
    problem,
    { chains: settings.starts },
    (states) => DescendingPoints.start(problem, settings, states),
    ({ energy }) => energy,
  );
  if (tries > 0) started.addEvaluations(settings.starts + tries);
  return { like: batch, points: started };
}

async function resume<B>(problem: SamplingProblem<B>, settings: DescentSettings): Promise<Beginning<B>> {
  const { like: packed, points } = problem.resumeFrom!;
  const like = await unpackBatch(problem.space, packed!);
  const stood = points as Parameters<typeof DescendingPoints.resume>[3];
  return { like, points: DescendingPoints.resume(problem, settings, like, stood) };
}

/** The sampler `descent`. */
export const descent = defineSampler({
  name: 'descent',
  summary: 'Goes downhill by the gradient from many starting points to their nearest minima',
  details:
    'Steepest descent, Nesterov’s accelerated descent with restarts, or L-BFGS, all with backtracking, so that no step leads ' +
    'uphill. Bounds are kept by projection. Each starting point ends in a minimum near it: take many, or basin-hopping, for the lowest.',
  reference:
    'Liu & Nocedal, Math. Program. 45, 503 (1989); Nesterov, Soviet Math. Doklady 27, 372 (1983); Armijo, Pac. J. Math. 16, 1 (1966)',
  requires: ['gradient'],
  yields: 'designs',
  options: z.strictObject({
    method: z.enum(['lbfgs', 'nesterov', 'gradient']).default('lbfgs').describe('How directions are chosen'),
    starts: z.int().min(1).max(1_000_000).default(16).describe('Starting points'),
    steps: z.int().min(1).default(1000).describe('Steps at most'),
    tolerance: z.number().positive().default(1e-6).describe('Largest component of the gradient at which a point rests'),
    firstStep: z.number().positive().default(0.1).describe('Length of the first step, in units of the coordinates'),
    apart: z.number().positive().default(1e-3).describe('Minima nearer than this along every axis count as one'),
    count: z.int().min(1).optional().describe('Designs returned at most; one for each start when absent'),
    evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends'),
  }),
  example: { method: 'lbfgs', starts: 16, steps: 1000 },
  create: ({ count, ...settings }) => descentSampler({ ...settings, count: count ?? settings.starts }),
});
