import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DesignError } from '@basin/core';
import { z } from 'zod';
import { textHash } from '../plan/content-hash.js';
import { isGone, ownIdentity } from './process-identity.js';
import { systemReason } from './system-reason.js';

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  startTime: z.string(),
  command: z.string(),
  since: z.string(),
});

export type LockHolder = z.output<typeof holderSchema>;

/** Another process works in the workspace. */
export class WorkspaceLockedError extends DesignError {
  readonly holder: LockHolder | undefined;

  constructor(path: string, holder: LockHolder | undefined) {
    super(
      holder === undefined
        ? `the workspace is locked by ${path}, which cannot be read; delete it if nothing runs here`
        : `the workspace is in use by process ${holder.pid} on ${holder.host} since ${holder.since}: ${holder.command}; ` +
            `wait for it to end, or delete ${path} if it is not running any more`,
    );
    this.holder = holder;
  }
}

/** The folder in which a run keeps its tables cannot be made or written. */
export class WorkspaceUnwritableError extends DesignError {
  constructor(folder: string, cause: NodeJS.ErrnoException) {
    super(
      `the folder ${folder} cannot be written: ${systemReason(cause)}; a run keeps its tables there, beside the workflow file: ` +
        'make that folder writable, or copy the workflow and its inputs to a folder of your own',
      { cause },
    );
  }
}

/** A held lock. */
export interface WorkspaceLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a workspace. The lock file appears whole or not at all (a hard link to a finished file), and that of a process
 * that is gone is taken over; who may do so is settled by a lock of the same kind on the dead one.
 *
 * @throws {WorkspaceLockedError} A process that is there holds it, or one on another host.
 * @throws {WorkspaceUnwritableError} No file can be made there.
 */
export async function lockWorkspace(path: string, command: string): Promise<WorkspaceLock> {
  const holder = { ...ownIdentity(), command, since: new Date().toISOString(), token: randomBytes(8).toString('hex') };
  const text = `${JSON.stringify(holder)}\n`;
  const ready = `${path}.${holder.token}`;
  await writeReady(ready, text);
  try {
    await claim(path, ready);
  } finally {
    await rm(ready, { force: true });
  }
  return { release: () => releaseIfOurs(path, text) };
}

/** The first thing that is written into a workspace: here shows whether it can be. */
async function writeReady(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    throw new WorkspaceUnwritableError(folder, cause as NodeJS.ErrnoException);
  }
}

async function claim(path: string, ready: string): Promise<void> {
  for (;;) {
    if (await linked(ready, path)) return;
    const text = await readIfThere(path);
    // It was released in between.
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder === undefined || !isGone(holder)) throw new WorkspaceLockedError(path, holder);
    await removeDead(path, text, ready);
  }
}

/** Only the holder of the guard removes this dead lock; it looks again, since another may have been here before. */
async function removeDead(path: string, text: string, ready: string): Promise<void> {
  const guard = `${path}.${textHash(text).slice(0, 16)}`;
  await claim(guard, ready);
  try {
    if ((await readIfThere(path)) === text) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function releaseIfOurs(path: string, text: string): Promise<void> {
  if ((await readIfThere(path)) === text) await rm(path, { force: true });
}
