import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder, resultsFolder } from '../language/workspace-path.js';
import type { Workspace } from './workspace.js';

/** How unfinished files are named until they are whole. */
const unfinishedName = /\.tmp-\d+-[0-9a-f]{12}$/;

/** Removes the unfinished files that a killed run left. Only for the holder of the workspace's lock. */
export async function removeUnfinished({ folder, name }: Workspace): Promise<void> {
  for (const below of [privateFolder, resultsFolder(name)]) {
    const paths = await readdir(join(folder, below), { recursive: true }).catch((): string[] => []);
    const unfinished = paths.filter((path) => unfinishedName.test(path));
    for (const path of unfinished) await rm(join(folder, below, path), { force: true });
  }
}
