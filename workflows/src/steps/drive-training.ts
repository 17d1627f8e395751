import { setImmediate } from 'node:timers/promises';
import {
  type StateSpace,
  type StepContext,
  type StepProgress,
  type Trainable,
  type TrainerMaker,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
  train,
} from '@basin/core';
import { NotePace } from './note-pace.js';
import type { SplitExamples } from './training-examples.js';
import { figuresText } from './training-figures.js';
import { keepTrainingNote, readTrainingNote } from './training-note.js';

/** All that a step's training is run with. */
export interface StepTraining extends Pick<SplitExamples, 'set' | 'heldOut'> {
  readonly context: StepContext;
  readonly space: StateSpace<unknown>;
  readonly energy: Trainable<unknown>;
  readonly maker: TrainerMaker;
  readonly settings: TrainingSettings;
  /** Minutes of work after which it ends. */
  readonly minutes: number | undefined;
}

/** Stream below the step's own. */
const trainingStream = 0;

/** Milliseconds after which signals and timers have their turn. */
const breath = 100;

/**
 * Trains to the end. Every now and then, and when it is interrupted, it keeps where it stands, so that the next run of the step
 * goes on from there: a kill costs seconds, an interruption nothing.
 */
export async function* driveTraining(training: StepTraining): AsyncGenerator<StepProgress, TrainingResult> {
  const { context, space, energy, set, heldOut, settings, minutes = Number.POSITIVE_INFINITY } = training;
  const note = await readTrainingNote(context.store);
  const startedAt = performance.now() - 1000 * (note?.seconds ?? 0);
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const isOver = (): boolean => seconds() >= 60 * minutes;
  const pace = new NotePace(seconds());
  const keep = async (progress: TrainingProgress): Promise<void> => {
    // After the limit a checkpoint would only lead past the end.
    if (isOver()) return;
    const kept = { training: progress.checkpoint(), seconds: seconds() };
    await keepTrainingNote(context.store, kept, stepProgress(progress));
    pace.kept(seconds());
  };
  const problem = {
    space,
    energy,
    set,
    heldOut,
    rng: context.rng.split(trainingStream),
    // An interruption ends the work like a limit does: with a checkpoint, which a signal would not wait for.
    signal: undefined,
    enough: () => context.signal.aborted || isOver(),
    resumeFrom: note?.training,
  };
  const steps = train(problem, breathing(training.maker), settings);
  /** Set only while whoever drives this step holds it: what follows a failure is nothing to go on from. */
  let held: TrainingProgress | undefined;
  try {
    for (;;) {
      const next = await steps.next();
      if (next.done === true) return next.value;
      if (pace.isDue(seconds())) await keep(next.value);
      held = next.value;
      yield stepProgress(next.value);
      held = undefined;
    }
  } finally {
    if (held !== undefined) await keep(held);
    await steps.return(undefined as never);
  }
}

function stepProgress({ step, stepCount, figures, recoveries }: TrainingProgress): StepProgress {
  const back = recoveries === 0 ? '' : `, went back ${recoveries === 1 ? 'once' : `${recoveries} times`}`;
  return { done: step, total: stepCount, unit: 'steps', detail: `${figuresText(figures)}${back}` };
}

/** The same trainer, which every now and then lets signals arrive: many small steps without a wait would keep them out. */
function breathing(maker: TrainerMaker): TrainerMaker {
  return async (subject) => {
    const trainer = await maker(subject);
    let last = performance.now();
    return {
      ...trainer,
      step: async (...given) => {
        if (performance.now() - last > breath) {
          await setImmediate();
          last = performance.now();
        }
        return trainer.step(...given);
      },
    };
  };
}
