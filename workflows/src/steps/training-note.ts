import { type Checkpoint, parseCheckpoint, type StepProgress, type StepStore, serialiseCheckpoint } from '@basin/core';

/** Where a step that trains stands. */
export interface TrainingNote {
  readonly training: Checkpoint;
  /** Seconds of work so far, over all runs of the step. */
  readonly seconds: number;
}

/** @throws {DesignError} The note is damaged, or of another version. */
export async function readTrainingNote(store: StepStore): Promise<TrainingNote | undefined> {
  const text = await store.note();
  // What keepTrainingNote wrote, in a folder that only this step's hash finds.
  return text === undefined ? undefined : (parseCheckpoint(text) as unknown as TrainingNote);
}

/** @param progress - How far the step is with this note. */
export async function keepTrainingNote(store: StepStore, note: TrainingNote, progress: StepProgress): Promise<void> {
  await store.keepNote(serialiseCheckpoint({ ...note }), progress);
}
