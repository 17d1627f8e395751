import type {
  CheckpointValue,
  Draws,
  Energy,
  Sampler,
  SamplingProgress,
  SamplingResult,
  StateSpace,
  StepContext,
  StepProgress,
} from '@basin/core';
import { bestEnergyText, countFigure } from './figure.js';
import { NotePace } from './note-pace.js';
import type { RejectingEnergy } from './rejecting-energy.js';
import type { SamplingLimit } from './sampling-limit.js';
import { keepNote, notedRejections, type SamplingNote } from './sampling-note.js';

/** Takes the draws of a run. */
export interface DrawSink {
  readonly drawCount: number;
  add(draws: Draws<unknown>): Promise<void>;
  /** Puts away what was added, and tells where it stands. */
  keep(): Promise<CheckpointValue>;
}

/** A sampler with all that it is run with. */
export interface SamplerRun {
  readonly context: StepContext;
  readonly space: StateSpace<unknown>;
  readonly sampler: Sampler<unknown>;
  readonly initial: unknown;
  readonly rejecting: RejectingEnergy<unknown>;
  readonly limit: SamplingLimit;
  /** Undefined where the sampler makes designs. */
  readonly sink: DrawSink | undefined;
  /** Where an earlier run of the step stood. */
  readonly note: SamplingNote | undefined;
  /** Seconds of work so far, over all runs of the step. */
  seconds(): number;
}

export interface Driven {
  readonly result: SamplingResult<unknown>;
  /** What its steps are: 'generation'; undefined where it told of none. */
  readonly stepName: string | undefined;
  /** Starting states that were evaluated; undefined where it told of no step 0. */
  readonly startCount: number | undefined;
}

/** Stream below the step's own that samplers draw from. */
const samplerStream = 0;

/**
 * Runs a sampler to its end. Every now and then, and when it is interrupted, it keeps where it stands, so that the next run of
 * the step goes on from there: a kill costs seconds, an interruption nothing.
 */
export async function* driveSampler(run: SamplerRun): AsyncGenerator<StepProgress, Driven> {
  const { context, limit, sink } = run;
  const pace = new NotePace(run.seconds());
  let { stepName, startCount } = noted(run.note);
  const keep = async (progress: SamplingProgress<unknown>): Promise<void> => {
    const sampler = progress.checkpoint?.();
    // After the limit a checkpoint would only lead past the end.
    if (sampler === undefined || stepName === undefined || limit.isReached()) return;
    const note = {
      sampler,
      stepName,
      startCount: startCount ?? null,
      seconds: run.seconds(),
      rejections: notedRejections(run.rejecting.rejected()),
      draws: (await sink?.keep()) ?? null,
    };
    await keepNote(context.store, note, stepProgress(progress, sink));
    pace.kept(run.seconds());
  };
  const samples = run.sampler.sample(problemOf(run));
  /** Set only while whoever drives this step holds it: what follows a failure is nothing to go on from. */
  let held: SamplingProgress<unknown> | undefined;
  try {
    for (;;) {
      const next = await samples.next();
      if (next.done === true) return { result: next.value, stepName, startCount };
      const progress = next.value;
      stepName = progress.stepName;
      if (progress.step === 0) startCount = progress.evaluations;
      if (progress.draws !== undefined) await sink?.add(progress.draws);
      limit.observe(progress);
      if (pace.isDue(run.seconds())) await keep(progress);
      held = progress;
      yield stepProgress(progress, sink);
      held = undefined;
    }
  } finally {
    if (held !== undefined) await keep(held);
    await samples.return?.(undefined as never);
  }
}

function noted(note: SamplingNote | undefined): Partial<Driven> & Pick<Driven, 'stepName' | 'startCount'> {
  return { stepName: note?.stepName, startCount: note?.startCount ?? undefined };
}

function problemOf({ context, space, rejecting, initial, note, limit }: SamplerRun) {
  const energy: Energy<unknown> = rejecting.energy;
  return {
    space,
    energy,
    initial,
    rng: context.rng.split(samplerStream),
    // An interruption ends the work like a limit does: with draws and a checkpoint, which a signal would not wait for.
    signal: undefined,
    enough: () => context.signal.aborted || limit.isReached(),
    resumeFrom: note?.sampler,
    progressEvery: limit.progressEvery,
  };
}

function stepProgress(
  { step, stepCount, stepName, detail, evaluations, bestEnergy, threads = 1 }: SamplingProgress<unknown>,
  sink: DrawSink | undefined,
): StepProgress {
  const together = threads === 1 ? '' : `, ${threads} threads`;
  // Of draws the least energy says nothing; before the first it shows how far down the chains are.
  const drawn = sink === undefined ? 0 : sink.drawCount;
  const best = drawn === 0 ? bestEnergyText(bestEnergy) : `${countFigure(drawn)} draws`;
  const counted = `${best}, ${countFigure(evaluations)} evaluations${together}`;
  const phase = sink === undefined || drawn > 0 ? '' : 'warm-up, ';
  const place = detail === undefined ? '' : `${detail}, `;
  const total = Number.isFinite(stepCount) ? stepCount : undefined;
  const unit = total === undefined && step === 1 ? stepName : `${stepName}s`;
  return { done: step, total, unit, detail: place + phase + counted };
}
