import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockWorkspace, type WorkspaceLock, WorkspaceLockedError, WorkspaceUnwritableError } from './workspace-lock.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-lock-'));
  path = join(folder, '.basin/lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A lock file as another process would have left it. */
async function leaveLock(holder: Record<string, unknown>): Promise<void> {
  const own = await lockWorkspace(path, 'basin run w.yaml');
  const text = readFileSync(path, 'utf8');
  await own.release();
  writeFileSync(path, JSON.stringify({ ...JSON.parse(text), ...holder }));
}

function deadPid(): number {
  return Number(spawnSync(process.execPath, ['-e', 'console.log(process.pid)']).stdout.toString());
}

describe('lockWorkspace', () => {
  it('says of a workspace that cannot be written what to do', async () => {
    writeFileSync(join(folder, '.basin'), 'a file where the folder would be');
    const refused = lockWorkspace(path, 'basin run w.yaml');
    await expect(refused).rejects.toThrow(WorkspaceUnwritableError);
    await expect(refused).rejects.toThrow(/\.basin cannot be written: a file of that name is there.*copy the workflow/);
  });

  it('refuses the second, naming the first', async () => {
    const lock = await lockWorkspace(path, 'basin run w.yaml');
    const refusal = await lockWorkspace(path, 'basin run other.yaml').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WorkspaceLockedError);
    expect(String(refusal)).toContain(`process ${process.pid} on ${hostname()}`);
    expect(String(refusal)).toContain('basin run w.yaml');
    await lock.release();
    await (await lockWorkspace(path, 'again')).release();
    expect(readdirSync(join(folder, '.basin'))).toEqual([]);
  });

  it('takes over the lock of a process that is gone', async () => {
    await leaveLock({ pid: deadPid() });
    const lock = await lockWorkspace(path, 'basin run w.yaml');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(readdirSync(join(folder, '.basin'))).toEqual([]);
  });

  it('knows a later process by its start time', async () => {
    await leaveLock({ startTime: '1' });
    await (await lockWorkspace(path, 'basin run w.yaml')).release();
  });

  it('leaves the lock of another host alone, and one that it cannot read', async () => {
    await leaveLock({ pid: deadPid(), host: 'elsewhere' });
    await expect(lockWorkspace(path, 'c')).rejects.toThrow('on elsewhere');
    writeFileSync(path, 'nonsense');
    await expect(lockWorkspace(path, 'c')).rejects.toThrow('cannot be read');
  });

  it('gives a dead lock to one of many that want it', async () => {
    for (let round = 0; round < 20; round++) {
      await leaveLock({ pid: deadOnce });
      const claims = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => lockWorkspace(path, `claim ${index}`)),
      );
      const won = claims.filter(
        (claim): claim is PromiseFulfilledResult<WorkspaceLock> => claim.status === 'fulfilled',
      );
      expect(won).toHaveLength(1);
      await won[0]?.value.release();
    }
    expect(readdirSync(join(folder, '.basin'))).toEqual([]);
  });

  const deadOnce = deadPid();
});
