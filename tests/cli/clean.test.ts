import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { basin } from './run-basin.js';
import { type ToyWorkspace, toyWorkflow, toyWorkspace } from './toy-workspace.js';

let workspace: ToyWorkspace;
let folder: string;
beforeEach(async () => {
  workspace = toyWorkspace();
  ({ folder } = workspace);
  workspace.write('toy.yaml', toyWorkflow());
  expect((await basin(['run', 'toy.yaml'], { folder })).code).toBe(0);
});
afterEach(() => workspace.remove());

const cached = (): string[] => readdirSync(join(folder, '.basin/cache'));

/** What a run that was killed leaves. */
function unfinished(hash: string, workflow: string, step: string): string {
  const path = join(folder, '.basin/unfinished', hash.repeat(64));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'note'), `${JSON.stringify({ workflow, step })}\n{}`);
  return path;
}

describe('basin clean', () => {
  it('keeps what the last runs use, and removes the rest, as it said that it would', async () => {
    const before = cached();
    expect((await basin(['run', 'toy.yaml', '--set', 'steps.numbers.count=20'], { folder })).code).toBe(0);
    // The first variant is cached again: what its last run took stays, though the other one ran later.
    expect((await basin(['run', 'toy.yaml'], { folder })).stdout).toContain('kept from before');
    const [kept, gone] = [unfinished('a', 'toy', 'numbers'), unfinished('b', 'other', 'draws')];
    rmSync(join(folder, '.basin/last'), { recursive: true });
    const all = cached();
    expect(all.length).toBeGreaterThan(before.length);

    const told = await basin(['clean', '--dry-run'], { folder });
    expect(told.stdout).toMatch(/cached +numbers +[\d.]+ KiB {2}no last run of a workflow here uses it\n/);
    expect(told.stdout).toMatch(/unfinished +draws .* there is no workflow 'other' here any more\n/);
    expect(told.stdout).toMatch(/\nWould free [\d.]+ KiB in \d folders\n$/);
    expect(cached()).toEqual(all);
    expect(existsSync(gone)).toBe(true);

    const { code, stdout } = await basin(['clean', '--json'], { folder });
    const { bytes, removed } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(bytes).toBe(removed.reduce((sum: number, entry: { bytes: number }) => sum + entry.bytes, 0));
    expect(cached().sort()).toEqual(before.sort());
    expect([existsSync(kept), existsSync(gone)]).toEqual([true, false]);
    expect((await basin(['run', 'toy.yaml'], { folder })).stdout).toContain('3 kept from before');
    expect((await basin(['clean'], { folder })).stdout).toBe('Nothing to remove\n');
  });

  it('removes old work too where it is asked to, and no result that somebody reads', async () => {
    const path = unfinished('a', 'toy', 'numbers');
    const old = new Date(Date.now() - 40 * 86_400_000);
    for (const name of readdirSync(path)) utimesSync(join(path, name), old, old);
    expect((await basin(['clean', '--older-than', '30'], { folder })).stdout).toMatch(
      /unfinished +numbers .* not written for more than 30 days\n/,
    );
    expect(existsSync(path)).toBe(false);
    expect(cached()).toHaveLength(3);
    expect(readFileSync(join(folder, 'results/out.csv'), 'utf8')).not.toBe('');
  });

  it('leaves everything while a run is at work', async () => {
    const path = unfinished('b', 'other', 'draws');
    const holder = { pid: process.pid, host: `not-${hostname()}`, startTime: '', command: 'basin run', since: 'now' };
    writeFileSync(join(folder, '.basin/lock'), JSON.stringify(holder));
    const { code, stderr } = await basin(['clean'], { folder });
    expect(stderr).toContain('the workspace is in use');
    expect(code).not.toBe(0);
    expect(existsSync(path)).toBe(true);
  });

  it('makes nothing in a folder without work, and refuses what is no folder', async () => {
    rmSync(join(folder, '.basin'), { recursive: true });
    expect(await basin(['clean'], { folder })).toMatchObject({ code: 0, stdout: 'Nothing to remove\n' });
    expect(existsSync(join(folder, '.basin'))).toBe(false);
    const { code, stderr } = await basin(['clean', 'toy.yaml'], { folder });
    expect(stderr).toContain("'toy.yaml' is not a folder");
    expect(code).toBe(2);
  });
});

it('a run removes what steps kept that have finished since', async () => {
  const [hash] = cached();
  const path = join(folder, '.basin/unfinished', hash!);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'note'), '{}');
  const other = unfinished('a', 'toy', 'numbers');
  expect((await basin(['run', 'toy.yaml'], { folder })).code).toBe(0);
  expect([existsSync(path), existsSync(other)]).toEqual([false, true]);
});
