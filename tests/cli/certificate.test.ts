import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basin } from './run-basin.js';
import { type ToyWorkspace, toyWorkspace } from './toy-workspace.js';

/** Draws from a normal distribution in the plane. */
function drawing(kernel: string, length: string, step = ''): string {
  return `basin: 1
title: A hill
space: { vector: { axes: [x, y] } }
energies:
  hill: { energy: { gaussian: {} } }
steps:
  draws: { step: sample, energy: hill, sampler: { chains: { kernel: ${kernel}, chains: 4, ${length} } }${step} }
`;
}

const folders: ToyWorkspace[] = [];
function workspace(text: string): string {
  const made = toyWorkspace();
  folders.push(made);
  made.write('hill.yaml', text);
  return made.folder;
}
afterAll(() => {
  for (const made of folders) made.remove();
});

describe('the certificate of draws', () => {
  let folder: string;
  beforeAll(() => {
    folder = workspace(drawing('nuts', 'steps: 1000'));
    folders[0]?.write('short.yaml', drawing('mala', 'steps: 60, warmUp: 10'));
    folders[0]?.write('biased.yaml', drawing('{ langevin: { stepSize: 0.5 } }', 'steps: 1000'));
    folders[0]?.write('told.yaml', drawing('mala', 'steps: 60, warmUp: 10', ', certificate: { required: false }'));
  });

  it('passes for an exact kernel that ran long enough', async () => {
    const { code, stdout, stderr } = await basin(['run', 'hill.yaml'], { folder });
    expect(stdout).toMatch(/✓ certificate of draws: all \d checks passed\n +4 chains × 1,000 draws · worst R̂ 1\.00/);
    expect(stderr).toContain('certificate passed');
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('fails for one that ran too short a time, with exit code 4, also from the cache', async () => {
    for (const kept of [false, true]) {
      const { code, stdout } = await basin(['run', 'short.yaml'], { folder });
      expect(stdout.includes('1 kept from before')).toBe(kept);
      expect(stdout).toMatch(/✗ certificate of draws: \d of \d checks failed/);
      expect(stdout).toMatch(
        /✗ tail effective sample size of \w+ +[\d.]+ {2}at least 400\n +The chains .*raise `steps`/,
      );
      expect(code).toBe(4);
    }
  });

  it('tells a biased kernel by the temperature of its draws', async () => {
    const { code, stdout } = await basin(['run', 'biased.yaml'], { folder });
    expect(stdout).toMatch(/✗ effective β +0\.\d+ /);
    expect(stdout).toContain("'langevin' has no exact test");
    expect(code).toBe(4);
  });

  it('does not fail the run where it is not required, and says so', async () => {
    const { code, stdout } = await basin(['run', 'told.yaml', '--json'], { folder });
    const [{ outcome }] = JSON.parse(stdout).steps;
    expect(outcome.certificate).toMatchObject({ verdict: 'failed', isRequired: false });
    expect(outcome.certificate.checks.find(({ name }: { name: string }) => name.startsWith('bulk')).high).toBeNull();
    expect(code).toBe(0);
  });
});

describe('the limit of R̂', () => {
  it('is that of the user, also for the islands of weighted draws', async () => {
    const sampler = 'sequential-monte-carlo: { kernel: mala, islands: 4, particles: 200 }';
    const text = drawing('mala', 'steps: 1').replace(/chains: \{ kernel.*? \} \}/, `${sampler} }`);
    const folder = workspace(text);
    const limits = async (...set: string[]) => {
      const { stdout } = await basin(['run', 'hill.yaml', '--json', ...set], { folder });
      const [{ outcome }] = JSON.parse(stdout).steps;
      const names = outcome.certificate.quantities.map(({ quantity }: { quantity: string }) => quantity);
      expect(names).toEqual(['energy', 'x', 'y']);
      return outcome.certificate.checks.find(({ name }: { name: string }) => name.startsWith('R̂')).high;
    };
    expect(await limits()).toBe(1.05);
    expect(await limits('--set', 'steps.draws.certificate.rHat=1.002')).toBe(1.002);
  });
});

describe('a sampling run that is killed', () => {
  const text = drawing('mala', 'steps: 500000, thin: 10, warmUp: 1000', ', count: 3, startRows: 10');

  it('goes on from its last note, to the same bytes, with any number of workers', async () => {
    const [whole, killed] = [workspace(text), workspace(text)];
    expect((await basin(['run', 'hill.yaml', '--workers', '1'], { folder: whole })).code).toBe(0);
    let kills = 0;
    for (; kills < 2; kills++) {
      const ended = await killAtNextNote(killed, `${kills + 1}`);
      if (ended.signal !== 'SIGKILL') break;
      expect(unfinished(killed)).toHaveLength(1);
    }
    expect(kills).toBeGreaterThan(0);
    const planned = await basin(['plan', 'hill.yaml'], { folder: killed });
    expect(planned.stdout).toMatch(/run +draws +sample +unfinished, goes on from \d+ % \([\d,]+ of 501,000 steps\)/);
    const { code, stderr } = await basin(['run', 'hill.yaml', '--workers', '4'], { folder: killed });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^draws: unfinished, goes on from \d+ % \(/m);
    // It did not begin anew: the first progress that it tells of is far on.
    expect(stderr).not.toContain('warm-up');
    expect(hashes(killed)).toEqual(hashes(whole));
    expect(unfinished(killed)).toEqual([]);
  }, 120_000);

  /** Starts the run, and kills it a little after it has kept another note. */
  async function killAtNextNote(folder: string, workers: string) {
    const before = noteOf(folder);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await basin(['run', 'hill.yaml', '--workers', workers], {
        folder,
        onStderr: (_soFar, kill) => {
          timer ??= setInterval(() => {
            const note = noteOf(folder);
            if (note !== undefined && note !== before) kill('SIGKILL');
          }, 50);
        },
      });
    } finally {
      clearInterval(timer);
    }
  }
});

function unfinished(folder: string): string[] {
  const path = join(folder, '.basin/unfinished');
  return existsSync(path) ? readdirSync(path) : [];
}

/** Undefined also where the note goes just now. */
function noteOf(folder: string): string | undefined {
  const [hash] = unfinished(folder);
  try {
    return hash === undefined ? undefined : sha256(join(folder, '.basin/unfinished', hash, 'note'));
  } catch {
    return undefined;
  }
}

/** SHA-256 of every table that the run made, by name. */
function hashes(folder: string): Record<string, string> {
  const { steps } = JSON.parse(readFileSync(join(folder, 'results/hill/run.json'), 'utf8'));
  const tables: [string, { path: string }][] = Object.entries(steps[0].tables);
  return Object.fromEntries(tables.map(([name, { path }]) => [name, sha256(join(folder, path))]));
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
