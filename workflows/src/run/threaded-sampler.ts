import type { Checkpoint, Divisible, Sampler, SamplingProblem, SamplingProgress, SamplingResult } from '@basin/core';
import type { ChainCrew } from './chain-crew.js';

type Problem = SamplingProblem<unknown>;
type Progress = SamplingProgress<unknown>;
type Result = SamplingResult<unknown>;

/** When threads are worth their start, and how they are had. */
export interface Threading {
  readonly threadCount: number;
  /** Seconds of sampling in one thread from which on others are worth it. */
  readonly worthSeconds: number;
  hire(problem: Problem): ChainCrew;
}

/** Seconds of sampling that tell how long the rest will take. */
const tellingSeconds = 0.3;

/** A part of a run: it ended with its result, or the next part goes on from a checkpoint. */
type Part = { readonly result: Result } | { readonly checkpoint: Checkpoint };

/**
 * A sampler that begins in this thread, and hands its chains to others where the rest of the work is long: through a checkpoint,
 * so that nothing of what it gives shows it. Where a thread fails, whatever the reason, this one goes on from the last
 * checkpoint alone, and meets the failure itself if it was one of the work.
 */
export function threadedSampler(sampler: Divisible<unknown>, threading: Threading): Sampler<unknown> {
  return { sample: (problem) => sample(problem, sampler, threading) };
}

async function* sample(
  problem: Problem,
  sampler: Divisible<unknown>,
  threading: Threading,
): AsyncGenerator<Progress, Result> {
  let crew: ChainCrew | undefined;
  const hire = (): ChainCrew => {
    crew = threading.hire(problem);
    return crew;
  };
  try {
    const begun = yield* together(problem, sampler, { ...threading, hire });
    if ('result' in begun) return begun.result;
    const apart = yield* inThreads({ ...problem, resumeFrom: begun.checkpoint }, sampler, crew!);
    if ('result' in apart) return apart.result;
    return yield* sampler.sample({ ...problem, resumeFrom: apart.checkpoint });
  } finally {
    await crew?.close();
  }
}

/** Samples in this thread, until others are ready to take over. */
async function* together(
  problem: Problem,
  sampler: Divisible<unknown>,
  { threadCount, worthSeconds, hire }: Omit<Threading, 'hire'> & { hire(): ChainCrew },
): AsyncGenerator<Progress, Part> {
  const run = sampler.sample(problem);
  let crew: ChainCrew | undefined;
  let seconds = 0;
  let first: number | undefined;
  try {
    for (;;) {
      const started = performance.now();
      const next = await run.next();
      seconds += (performance.now() - started) / 1000;
      if (next.done === true) return { result: next.value };
      const { step, stepCount, checkpoint } = next.value;
      yield next.value;
      first ??= step;
      const left = ((stepCount - step) * seconds) / Math.max(1, step - first);
      if (seconds > Math.min(tellingSeconds, worthSeconds) && left * (1 - 1 / threadCount) > worthSeconds)
        crew ??= hire();
      if (crew?.isReady && step < stepCount && !problem.enough?.(next.value)) return { checkpoint: checkpoint!() };
    }
  } finally {
    await run.return(undefined as never);
  }
}

/** Samples in other threads, to the end or until one of them fails. */
async function* inThreads(
  problem: Problem,
  sampler: Divisible<unknown>,
  crew: ChainCrew,
): AsyncGenerator<Progress, Part> {
  let standing = (): Checkpoint => problem.resumeFrom!;
  let run: AsyncGenerator<Progress, Result> | undefined;
  try {
    run = sampler.sampleApart(problem, await crew.begin(standing()), () => crew.windowSteps);
    for (;;) {
      const next = await run.next();
      if (next.done === true) return { result: next.value };
      standing = next.value.checkpoint!;
      yield next.value;
    }
  } catch {
    return { checkpoint: standing() };
  } finally {
    await run?.return(undefined as never);
  }
}
