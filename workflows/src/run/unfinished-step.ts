import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepProgress } from '@basin/core';
import { z } from 'zod';
import { writeJson } from './json-file.js';
import { unfinishedFolder, type Workspace } from './workspace.js';

const unfinishedStep = z.strictObject({
  /** The workflow and the step that it is of: the folder has only the step's hash for a name. */
  workflow: z.string(),
  step: z.string(),
  /** How far the step was with its note; absent where it did not say. */
  progress: z
    .strictObject({
      done: z.number(),
      total: z.number().exactOptional(),
      unit: z.string(),
    })
    .exactOptional(),
});

/** What is known of a step that was interrupted, beside the note that only the step itself can read. */
export type UnfinishedStep = z.output<typeof unfinishedStep>;

/** Written after the note that it is about: a kill in between leaves it a note behind, which costs no more than a wrong figure. */
export async function writeUnfinishedStep(
  workspace: Workspace,
  hash: string,
  { step, progress }: { readonly step: string; readonly progress: StepProgress | undefined },
): Promise<void> {
  const { done, total, unit } = progress ?? {};
  const told =
    done === undefined || unit === undefined
      ? {}
      : { progress: { done, unit, ...(total === undefined ? {} : { total }) } };
  await writeJson(pathOf(workspace, hash), { workflow: workspace.name, step, ...told });
}

/** @returns Undefined where the step has kept nothing that it could go on from, or nothing that can be read. */
export async function readUnfinishedStep(
  workspace: Pick<Workspace, 'folder'>,
  hash: string,
): Promise<UnfinishedStep | undefined> {
  try {
    return unfinishedStep.parse(JSON.parse(await readFile(pathOf(workspace, hash), 'utf8')));
  } catch {
    return undefined;
  }
}

function pathOf({ folder }: Pick<Workspace, 'folder'>, hash: string): string {
  return join(folder, unfinishedFolder(hash), 'step.json');
}
