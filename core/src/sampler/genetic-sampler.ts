import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import { type BreedingPlan, breed } from './breeding.js';
import { type Checkpoint, packBatch, unpackBatch } from './checkpoint.js';
import { type EndingLimits, Endings } from './endings.js';
import { EvaluatedDesigns, type EvaluationListener } from './evaluated-designs.js';
import { firstChunk, type InitialChoice, initialDesigns } from './initial-designs.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import type { Selection } from './selection.js';
import { summarise, Trace, type TraceRow } from './trace.js';

/** How a population is bred, and when that ends. */
export interface GeneticSettings<B> extends BreedingPlan<B>, EndingLimits {
  /** Designs that can become parents: the best found so far. */
  readonly population: number;
  readonly selection: Selection;
  readonly initial: InitialChoice;
  /** Best designs returned at most. */
  readonly count: number;
  /** Evaluated designs remembered, so that none is evaluated twice; the oldest are forgotten beyond it. */
  readonly memory: number;
  /** Hears of every evaluated design in order, the initial ones too. */
  readonly onEvaluated?: EvaluationListener<B>;
}

/** Branch of the root stream for starting states. Generation g ≥ 1 has branch g. */
const startingStatesLabel = 0;

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'uniqueRate'];

/**
 * Steady-state genetic sampler. Parents are the best different designs found so far; a generation makes children of them,
 * evaluates the new ones in one batch and keeps the best of all. No design is evaluated twice and no parent is changed.
 * A forbidden design stays at the bottom of the population until allowed ones push it out.
 *
 * The result has the best `count` designs evaluated, best first. In the trace 'mean' (of the allowed) and 'median' are over the
 * population, and 'uniqueRate' is the share of children that were new.
 *
 * @see Jensen, Chem. Sci. 10, 3567 (2019); Tripp & Hernández-Lobato, arXiv:2310.09267 (2023).
 */
export function geneticSampler<B>(settings: GeneticSettings<B>): Sampler<B> {
  return { sample: (problem) => sample(problem, settings) };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: GeneticSettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { space, rng, signal } = problem;
  const { designs, endings, trace, ...from } = await begin(problem, settings);
  const { ranking } = designs;
  let { generation, waiting } = from;
  const progress = (): SamplingProgress<B> => ({
    step: generation,
    stepCount: settings.generations,
    stepName: 'generation',
    evaluations: designs.evaluations,
    bestEnergy: ranking.energy[0] ?? Number.POSITIVE_INFINITY,
  });
  const checkpoint = (): Checkpoint => ({
    generation,
    waiting: waiting === undefined ? null : packBatch(space, waiting),
    designs: designs.pack(),
    endings: endings.pack(),
    trace: trace.pack(),
  });
  while (waiting !== undefined && !signal?.aborted) {
    const [chunk, rest] = firstChunk(space, waiting);
    await designs.admit(chunk);
    waiting = rest;
    if (waiting === undefined) {
      trace.add(traceRow(designs, settings.population, 0, 1));
      endings.reached(0, designs, designs.evaluations);
    }
    yield { ...progress(), checkpoint };
  }
  let stopReason = waiting === undefined ? endings.met(generation, designs) : 'cancelled';
  while (stopReason === undefined) {
    if (signal?.aborted) {
      stopReason = 'cancelled';
      break;
    }
    generation++;
    const children = await childrenOf(space, settings, rng.split(generation), designs);
    const fresh = await designs.admit(children);
    trace.add(traceRow(designs, settings.population, generation, fresh / Math.max(1, space.size(children))));
    stopReason = endings.reached(generation, designs, fresh) ?? (problem.enough?.(progress()) ? 'limit' : undefined);
    yield { ...progress(), checkpoint };
  }
  const rows = Int32Array.from({ length: Math.min(settings.count, ranking.energy.length) }, (_, row) => row);
  return {
    batch: space.take(ranking.batch, rows),
    energy: ranking.energy.slice(0, rows.length),
    stopReason,
    evaluations: designs.evaluations,
    trace: trace.columns(),
  };
}

interface Beginning<B> {
  readonly designs: EvaluatedDesigns<B>;
  readonly endings: Endings;
  readonly trace: Trace;
  readonly generation: number;
  /** Starting designs that are not evaluated yet; undefined when all are. */
  readonly waiting: B | undefined;
}

/** Where a run begins: at its start, or where an earlier one stood. */
async function begin<B>(problem: SamplingProblem<B>, settings: GeneticSettings<B>): Promise<Beginning<B>> {
  const designs = designsOf(problem, settings);
  const endings = new Endings(settings);
  const trace = new Trace(traceNames);
  const { resumeFrom } = problem;
  if (resumeFrom === undefined) {
    return { designs, endings, trace, generation: 0, waiting: await startingDesigns(problem, settings) };
  }
  trace.restore(resumeFrom.trace!);
  endings.restore(resumeFrom.endings!);
  await designs.restore(resumeFrom.designs!);
  const { waiting } = resumeFrom;
  return {
    designs,
    endings,
    trace,
    generation: resumeFrom.generation as number,
    waiting: waiting === null ? undefined : await unpackBatch(problem.space, waiting!),
  };
}

function startingDesigns<B>(problem: SamplingProblem<B>, { population, initial }: GeneticSettings<B>): Awaitable<B> {
  return initialDesigns({ ...problem, rng: problem.rng.split(startingStatesLabel) }, population, initial);
}

function designsOf<B>({ space, energy }: SamplingProblem<B>, settings: GeneticSettings<B>): EvaluatedDesigns<B> {
  const { population, count, memory, evaluations, onEvaluated } = settings;
  const limits = { capacity: Math.max(population, count), memory, evaluations };
  return new EvaluatedDesigns(space, energy, limits, onEvaluated);
}

function childrenOf<B>(
  space: StateSpace<B>,
  settings: GeneticSettings<B>,
  rng: Rng,
  { ranking }: EvaluatedDesigns<B>,
): Promise<B> {
  const drawParent = settings.selection(ranking.energy.subarray(0, settings.population));
  return breed(space, settings, rng, ranking.batch, drawParent);
}

function traceRow<B>(designs: EvaluatedDesigns<B>, population: number, step: number, uniqueRate: number): TraceRow {
  const summary = summarise(designs.ranking.energy.subarray(0, population));
  return { ...summary, step, evaluations: designs.evaluations, uniqueRate };
}
