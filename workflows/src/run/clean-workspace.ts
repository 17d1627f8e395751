import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder } from '../language/workspace-path.js';
import { removeStaleWork, type StaleWork, staleWork } from './stale-work.js';
import { lockPath } from './workspace.js';
import { lockWorkspace } from './workspace-lock.js';

export interface CleaningOptions {
  /** Days since it was last written, from which on also what is of use goes. */
  readonly olderThan?: number | undefined;
  /** Only tells what would go. */
  readonly isDry: boolean;
}

/**
 * Removes the stale work of a folder of workflow files. Workflow files, results and written files stay.
 *
 * @returns What went, or would go.
 * @throws {WorkspaceLockedError} A run is at work there; not where only told.
 */
export async function cleanWorkspace(
  folder: string,
  { olderThan, isDry }: CleaningOptions,
): Promise<readonly StaleWork[]> {
  if (isDry || !existsSync(join(folder, privateFolder))) return staleWork(folder, olderThan);
  const lock = await lockWorkspace(lockPath({ folder, name: '' }), 'basin clean');
  try {
    const stale = await staleWork(folder, olderThan);
    await removeStaleWork(folder, stale);
    return stale;
  } finally {
    await lock.release();
  }
}
