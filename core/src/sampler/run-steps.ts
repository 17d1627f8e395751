import type { Awaitable } from '../numerics/awaitable.js';
import type { Checkpoint } from './checkpoint.js';
import type { DrawSource } from './draw-block.js';
import type { SamplingProblem, SamplingProgress, StopReason } from './sampler.js';

/** Work that goes on step by step: what every sampler of chains is to its driver. */
export interface StepwiseWork<B> {
  /** Steps done before: 0, or where an earlier run stood. */
  readonly from: number;
  /** Steps at most. */
  readonly stepCount: number;
  /** What a step is called. */
  readonly stepName: string;
  /** Steps between two reports. */
  readonly interval: number;
  /** Energy evaluations after which the work ends; Infinity when absent. */
  readonly mostEvaluations?: number | undefined;
  /** What the steps do not tell of how far the work is. */
  detail?(): string;
  /** Energy evaluations so far. */
  evaluations(): number;
  /** Lowest energy so far. */
  bestEnergy(): number;
  /** Runs a step; they count from 1. */
  advance(step: number): Awaitable<unknown>;
  /** An ending of its own, judged by where the work stands. */
  ending?(): StopReason | undefined;
  /** Writes a row of the trace; called after every step of a report. */
  report(step: number): void;
  /** Draws that wait to be sent. */
  readonly draws?: DrawSource<B>;
  /** Where the work stands, without the step. */
  pack(): Checkpoint;
}

/**
 * Runs work to its end: by its steps, its evaluations, an ending of its own, a signal, or because enough is known. Sends progress
 * at every report, at the end, and whenever a block of draws is full.
 */
export async function* runSteps<B>(
  problem: SamplingProblem<B>,
  work: StepwiseWork<B>,
): AsyncGenerator<SamplingProgress<B>, StopReason> {
  const { stepCount, interval, draws, mostEvaluations = Number.POSITIVE_INFINITY } = work;
  let step = work.from;
  const progress = (): SamplingProgress<B> => progressOf(work, step);
  const checkpoint = (): Checkpoint => ({ ...work.pack(), step });
  const ending = (): StopReason | undefined => {
    if (work.evaluations() >= mostEvaluations) return 'evaluations';
    return work.ending?.() ?? (step >= stepCount ? 'steps' : undefined);
  };
  let stopReason = ending();
  while (stopReason === undefined) {
    if (problem.signal?.aborted) {
      stopReason = 'cancelled';
      break;
    }
    step++;
    const advanced = work.advance(step);
    if (advanced instanceof Promise) await advanced;
    stopReason = ending();
    const isReport = step % interval === 0 || step === stepCount;
    if (isReport) work.report(step);
    const isAsked = problem.progressEvery !== undefined && step % problem.progressEvery === 0;
    const isSent = isReport || isAsked || draws?.isFull === true || stopReason !== undefined;
    if (isSent) yield withDraws(progress(), draws, checkpoint);
    if (stopReason === undefined && problem.enough?.(progress())) {
      stopReason = 'limit';
      if (!isSent) yield withDraws(progress(), draws, checkpoint);
    }
  }
  // A run that was cancelled between two reports still has draws to hand over.
  const last = withDraws(progress(), draws, checkpoint);
  if (last.draws !== undefined) yield last;
  return stopReason;
}

function progressOf<B>(work: StepwiseWork<B>, step: number): SamplingProgress<B> {
  const { stepCount, stepName } = work;
  const progress = { step, stepCount, stepName, evaluations: work.evaluations(), bestEnergy: work.bestEnergy() };
  const detail = work.detail?.();
  return detail === undefined ? progress : { ...progress, detail };
}

function withDraws<B>(
  progress: SamplingProgress<B>,
  block: DrawSource<B> | undefined,
  checkpoint: () => Checkpoint,
): SamplingProgress<B> {
  const draws = block?.take();
  return draws === undefined ? { ...progress, checkpoint } : { ...progress, draws, checkpoint };
}
