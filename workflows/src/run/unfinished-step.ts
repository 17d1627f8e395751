import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepProgress } from '@basin/core';
import { z } from 'zod';
import { writeWhole } from './json-file.js';
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

/** The first line is never longer: names are short. A note may have megabytes. */
const longestHead = 64 * 1024;

/** Writes what is known of the step, as one line, and its note in one file: no kill leaves one without the other. */
export async function writeUnfinishedStep(
  workspace: Workspace,
  hash: string,
  {
    step,
    progress,
    note,
  }: { readonly step: string; readonly progress: StepProgress | undefined; readonly note: string },
): Promise<void> {
  const { done, total, unit } = progress ?? {};
  const told =
    done === undefined || unit === undefined
      ? {}
      : { progress: { done, unit, ...(total === undefined ? {} : { total }) } };
  const head = JSON.stringify({ workflow: workspace.name, step, ...told });
  await writeWhole(pathOf(workspace, hash), `${head}\n${note}`);
}

/** @returns Undefined where the step has kept nothing that it could go on from, or nothing that can be read. */
export async function readUnfinishedStep(
  workspace: Pick<Workspace, 'folder'>,
  hash: string,
): Promise<UnfinishedStep | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(pathOf(workspace, hash));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHead), 0, longestHead, 0);
    return parseHead(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

/** @returns The note that the step kept last; undefined where it kept none, or none that can be read. */
export async function readNote(workspace: Pick<Workspace, 'folder'>, hash: string): Promise<string | undefined> {
  try {
    const text = await readFile(pathOf(workspace, hash), 'utf8');
    return parseHead(text) && text.slice(text.indexOf('\n') + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHead(text: string): UnfinishedStep | undefined {
  try {
    return unfinishedStep.parse(JSON.parse(text.slice(0, Math.max(0, text.indexOf('\n')))));
  } catch {
    return undefined;
  }
}

function pathOf({ folder }: Pick<Workspace, 'folder'>, hash: string): string {
  return join(folder, unfinishedFolder(hash), 'note');
}
