import { access, constants, mkdtemp, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isGone } from '../run/process-identity.js';
import { lockPath } from '../run/workspace.js';
import type { LockHolder } from '../run/workspace-lock.js';
import type { DoctorCheck } from './doctor-check.js';

/** Whether files can be made in a folder: by making one, since permissions alone do not tell. */
export async function checkFolder(folder: string): Promise<DoctorCheck> {
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    await rmdir(await mkdtemp(join(folder, '.basin-doctor-')));
    return { name: 'this folder', state: 'good', text: 'can be read and written' };
  } catch (error) {
    const text = `cannot be written: ${(error as Error).message}`;
    return { name: 'this folder', state: 'bad', text, advice: 'run workflows from a folder of your own' };
  }
}

/** Whether a run is at work in a folder, by its lock. */
export async function checkLock(folder: string): Promise<DoctorCheck> {
  const name = 'runs here';
  const path = lockPath({ folder, name: '' });
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { name, state: 'good', text: 'none' };
  const holder = holderOf(text);
  if (holder === undefined) {
    return { name, state: 'warning', text: `${path} cannot be read`, advice: 'delete it if nothing runs here' };
  }
  const { pid, host, since, command } = holder;
  if (isGone(holder))
    return {
      name,
      state: 'good',
      text: `none; process ${pid}, which is gone, left a lock that the next run takes over`,
    };
  const advice = `wait for it to end, or delete ${path} if it is not running any more`;
  return { name, state: 'warning', text: `process ${pid} on ${host} since ${since}: ${command}`, advice };
}

function holderOf(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? (holder as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}
