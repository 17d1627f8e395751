import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestPath } from '@basin/datasets';
import { z } from 'zod';
import { privateFolder, resultsFolder } from './workspace-path.js';

/** What of run.json tells which files a run wrote. */
const filesOfRun = z.object({ steps: z.array(z.object({ files: z.array(z.object({ path: z.string() })) })) });

/**
 * Why a step may not write to `path`, relative to `folder`, or undefined where it may: a file is there that Basin did not write.
 * Basin knows its own by their manifest, by the run record of the workflow, and by the notes of {@link noteWritten}.
 */
export function replacementFault(folder: string, workflowName: string, path: string): string | undefined {
  const full = join(folder, path);
  if (lstatSync(full, { throwIfNoEntry: false }) === undefined) return undefined;
  if (existsSync(manifestPath(full)) || existsSync(notePath(folder, path))) return undefined;
  if (isInRecord(folder, workflowName, path)) return undefined;
  return `${JSON.stringify(path)} is there already, and Basin did not write it; choose another name`;
}

/** Notes that a file is Basin's own, before it is written: a run that is killed then leaves no file that the next one refuses. */
export async function noteWritten(folder: string, path: string): Promise<void> {
  await mkdir(join(folder, privateFolder, 'written'), { recursive: true });
  await writeFile(notePath(folder, path), `${path}\n`);
}

/** Named by a hash: a path can hold what a file name cannot. */
function notePath(folder: string, path: string): string {
  const name = createHash('sha256').update(path, 'utf8').digest('hex');
  return join(folder, privateFolder, 'written', name);
}

function isInRecord(folder: string, workflowName: string, path: string): boolean {
  try {
    const text = readFileSync(join(folder, resultsFolder(workflowName), 'run.json'), 'utf8');
    return filesOfRun.parse(JSON.parse(text)).steps.some(({ files }) => files.some((file) => file.path === path));
  } catch {
    return false;
  }
}
