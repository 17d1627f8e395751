import {
  type Checkpoint,
  type CheckpointValue,
  parseCheckpoint,
  type StepProgress,
  type StepStore,
  serialiseCheckpoint,
} from '@basin/core';
import type { Rejections } from './rejecting-energy.js';

/** Where a sampling step stands: the sampler's own checkpoint, and what the step knows beside it. */
export interface SamplingNote {
  readonly sampler: Checkpoint;
  /** What its steps are: 'generation'. */
  readonly stepName: string;
  /** Starting states that were evaluated; null where the sampler told of no step 0. */
  readonly startCount: number | null;
  /** Seconds of work so far, over all runs of the step. */
  readonly seconds: number;
  readonly rejections: { readonly count: number; readonly first: string | null };
  /** Where the draws stand; null where there are none. */
  readonly draws: CheckpointValue;
}

/** @throws {DesignError} The note is damaged, or of another version. */
export async function readNote(store: StepStore): Promise<SamplingNote | undefined> {
  const text = await store.note();
  // What keepNote wrote, in a folder that only this step's hash finds.
  return text === undefined ? undefined : (parseCheckpoint(text) as unknown as SamplingNote);
}

/** @param progress - How far the step is with this note. */
export async function keepNote(store: StepStore, note: SamplingNote, progress: StepProgress): Promise<void> {
  await store.keepNote(serialiseCheckpoint({ ...note }), progress);
}

export function notedRejections({ count, first }: Rejections): SamplingNote['rejections'] {
  return { count, first: first?.message ?? null };
}

export function rejectionsOf(note: SamplingNote | undefined): Rejections | undefined {
  if (note === undefined) return undefined;
  const { count, first } = note.rejections;
  return { count, first: first === null ? undefined : { message: first } };
}
