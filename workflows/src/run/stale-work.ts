import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { privateFolder } from '../language/workspace-path.js';
import { readStepRecord } from './step-record.js';
import { readUnfinishedStep } from './unfinished-step.js';
import { cacheFolder, runRecordPath, unfinishedFolder } from './workspace.js';

/** What lies in a workspace and may go. */
export interface StaleWork {
  readonly kind: 'cached' | 'unfinished';
  /** The step that it is of; undefined where nothing says so. */
  readonly step: string | undefined;
  /** Of its folder, relative to the workspace. */
  readonly path: string;
  readonly bytes: number;
  /** Since it was last written. */
  readonly days: number;
  readonly reason: string;
}

const workflowName = /\.ya?ml$/i;
const hashName = /^[0-9a-f]{64}$/;
const secondsOfDay = 86_400;

/**
 * What of the cached results and of the unfinished work in a folder of workflow files no workflow there has use for: results that the
 * last run of none of them made or took, unfinished steps of none of them or that have finished since, and, where asked for, whatever
 * was not written for so many days.
 *
 * @param olderThan - Days.
 */
export async function staleWork(folder: string, olderThan = Number.POSITIVE_INFINITY): Promise<readonly StaleWork[]> {
  const workflows = (await namesIn(folder)).filter((name) => workflowName.test(name)).map((name) => parse(name).name);
  const used = new Set((await Promise.all(workflows.map((name) => hashesOf(folder, name)))).flat());
  const stale: StaleWork[] = [];
  for (const kind of ['unfinished', 'cached'] as const) {
    for (const hash of (await namesIn(join(folder, folderOf(kind, '')))).filter((name) => hashName.test(name))) {
      const path = folderOf(kind, hash);
      const { bytes, days } = await sizeAndAge(join(folder, path));
      const { step, reason } =
        kind === 'cached' ? await cachedReason(folder, hash, used) : await unfinishedReason(folder, hash, workflows);
      const why = reason ?? (days > olderThan ? `not written for more than ${olderThan} days` : undefined);
      if (why !== undefined) stale.push({ kind, step, path, bytes, days, reason: why });
    }
  }
  return stale;
}

/** Removes stale work. Only for the holder of the workspace's lock. */
export async function removeStaleWork(folder: string, stale: readonly StaleWork[]): Promise<void> {
  for (const { path } of stale) await rm(join(folder, path), { recursive: true, force: true });
}

/** Removes what steps kept to go on from that have finished since: a kill can come between. Only for the holder of the lock. */
export async function removeFinished(folder: string): Promise<void> {
  const hashes = (await namesIn(join(folder, folderOf('unfinished', '')))).filter((name) => hashName.test(name));
  for (const hash of hashes) {
    if ((await readStepRecord(inFolder(folder), hash)) === undefined) continue;
    await rm(join(folder, unfinishedFolder(hash)), { recursive: true, force: true });
  }
}

interface Finding {
  readonly step: string | undefined;
  /** Undefined where it may still be of use. */
  readonly reason: string | undefined;
}

async function cachedReason(folder: string, hash: string, used: ReadonlySet<string>): Promise<Finding> {
  const record = await readStepRecord(inFolder(folder), hash);
  if (record === undefined) return { step: undefined, reason: 'a step that did not finish left it' };
  return { step: record.name, reason: used.has(hash) ? undefined : 'no last run of a workflow here uses it' };
}

async function unfinishedReason(folder: string, hash: string, workflows: readonly string[]): Promise<Finding> {
  const unfinished = await readUnfinishedStep({ folder }, hash);
  if (unfinished === undefined) return { step: undefined, reason: 'nothing can go on from it' };
  const { step, workflow } = unfinished;
  if (!workflows.includes(workflow)) return { step, reason: `there is no workflow '${workflow}' here any more` };
  const isFinished = (await readStepRecord(inFolder(folder), hash)) !== undefined;
  return { step, reason: isFinished ? 'it has finished since' : undefined };
}

/** Hashes of the steps of a workflow's last run, and of the last time that each of its steps ran. */
async function hashesOf(folder: string, name: string): Promise<readonly string[]> {
  const lastFolder = join(folder, privateFolder, 'last', name);
  const files = (await namesIn(lastFolder)).filter((file) => file.endsWith('.json'));
  const texts = await Promise.all([
    ...files.map((file) => readFile(join(lastFolder, file), 'utf8').catch(() => '')),
    readFile(runRecordPath({ folder, name }), 'utf8').catch(() => ''),
  ]);
  // Every text of 64 hexadecimal digits that stands alone: one that is no step's only keeps what it does not name.
  return texts.flatMap((text) => text.match(/\b[0-9a-f]{64}\b/g) ?? []);
}

async function sizeAndAge(folder: string): Promise<{ readonly bytes: number; readonly days: number }> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  const found = await Promise.all(['.', ...names].map((name) => stat(join(folder, name)).catch(() => undefined)));
  const files = found.filter((entry) => entry?.isFile());
  const bytes = files.reduce((sum, entry) => sum + (entry?.size ?? 0), 0);
  const written = (files.length === 0 ? found : files).map((entry) => entry?.mtimeMs ?? 0);
  return { bytes, days: (Date.now() - Math.max(...written)) / 1000 / secondsOfDay };
}

function folderOf(kind: StaleWork['kind'], hash: string): string {
  return kind === 'cached' ? cacheFolder(hash) : unfinishedFolder(hash);
}

function inFolder(folder: string): { readonly folder: string; readonly name: string } {
  return { folder, name: '' };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((): string[] => []);
}
