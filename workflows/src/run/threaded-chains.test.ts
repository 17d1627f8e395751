import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunRecord } from './run-record.js';

const child = fileURLToPath(new URL('./fixtures/run-threaded.js', import.meta.url));

/** Long enough for threads to be ready before the end, on a slow machine too. */
const schools = `basin: 1
title: Threads
space: { vector: { axes: [mu, logTau, a, b, c, d, e, f, g, h] } }
energies:
  schools: { energy: eight-schools }
steps:
  draws:
    step: sample
    energy: schools
    sampler: { chains: { kernel: { nuts: {} }, chains: 5, steps: 30000, warmUp: 1000, thin: 10 } }
    count: 4
    startRows: 20
    certificate: { required: false }
`;

const ladders = `basin: 1
title: Ladders
space: { categorical: { lattice: { shape: [16, 16] }, alphabet: du } }
energies:
  magnet: { energy: { ising: { coupling: 0.4 } } }
steps:
  draws:
    step: sample
    energy: magnet
    sampler: { parallel-tempering: { kernel: { gibbs: {} }, chains: 4, replicas: 6, steps: 3000, warmUp: 500, thin: 20 } }
    certificate: { required: false }
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function workspace(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'basin-threads-'));
  folders.push(folder);
  writeFileSync(join(folder, 'workflow.yaml'), text);
  return folder;
}

interface SeenEvent {
  readonly type: string;
  readonly done?: number;
  readonly detail?: string;
}

interface Wanted {
  readonly workers: number;
  /** Ends the process at an event for which it is true. */
  readonly until?: (event: SeenEvent) => boolean;
  readonly by?: 'SIGKILL' | 'SIGTERM';
}

/** Runs the workflow in a process of its own. Returns the events seen. */
async function run(folder: string, { workers, until = () => false, by = 'SIGKILL' }: Wanted): Promise<SeenEvent[]> {
  const running = spawn(process.execPath, [child, join(folder, 'workflow.yaml'), String(workers), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: SeenEvent[] = [];
  const ended = new Promise((resolve) => running.once('close', resolve));
  let stopped = false;
  createInterface({ input: running.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as SeenEvent;
    events.push(event);
    if (stopped || !until(event)) return;
    stopped = true;
    running.kill(by);
  });
  await ended;
  return events;
}

function threadsOf({ detail = '' }: SeenEvent): number {
  return Number(/(\d+) threads/.exec(detail)?.[1] ?? 1);
}

function mostThreads(events: readonly SeenEvent[]): number {
  return Math.max(...events.map(threadsOf));
}

/** SHA-256 of every table, and what the step said of itself. */
function leftIn(folder: string): unknown {
  const { steps } = JSON.parse(readFileSync(join(folder, 'results/workflow/run.json'), 'utf8')) as RunRecord;
  return steps.map(({ tables, outcome }) => {
    const hashes = Object.entries(tables).map(([name, { path }]) => {
      return [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      ];
    });
    return { hashes, outcome };
  });
}

function hasNote(folder: string): boolean {
  const unfinished = join(folder, '.basin/unfinished');
  return (
    existsSync(unfinished) && readdirSync(unfinished, { recursive: true }).some((path) => String(path).includes('note'))
  );
}

/** What one worker leaves; run once for each text. */
const leftAlone = new Map<string, Promise<unknown>>();

function leftByOne(text: string): Promise<unknown> {
  const found = leftAlone.get(text) ?? runAlone(text);
  leftAlone.set(text, found);
  return found;
}

async function runAlone(text: string): Promise<unknown> {
  const folder = workspace(text);
  expect(mostThreads(await run(folder, { workers: 1 }))).toBe(1);
  return leftIn(folder);
}

describe('chains in threads', () => {
  it.each([
    ['chains of NUTS', schools],
    ['ladders of replicas', ladders],
  ])('%s leave the same bytes for 1, 2 and 4 workers', { timeout: 300_000 }, async (_, text) => {
    const alone = await leftByOne(text);
    for (const workers of [2, 4]) {
      const folder = workspace(text);
      expect(mostThreads(await run(folder, { workers }))).toBe(workers);
      expect(leftIn(folder)).toEqual(alone);
    }
  });

  it('go on with other numbers of workers after a kill and after a signal, to the same bytes', {
    timeout: 300_000,
  }, async () => {
    const folder = workspace(schools);
    const inThreads = (event: SeenEvent) => threadsOf(event) > 1 && hasNote(folder);
    const killed = await run(folder, { workers: 4, until: inThreads });
    expect(mostThreads(killed)).toBe(4);
    const stopped = await run(folder, { workers: 2, until: (event) => (event.done ?? 0) > 1, by: 'SIGTERM' });
    const [again] = stopped.filter(({ type }) => type === 'step-progress');
    expect(again?.done).toBeGreaterThan(100);
    expect(stopped.at(-1)?.type).toBe('step-failed');
    const last = await run(folder, { workers: 1 });
    expect(last.at(-1)?.type).toBe('run-finished');
    expect(leftIn(folder)).toEqual(await leftByOne(schools));
  });

  it('go on in one thread where the file has changed meanwhile', { timeout: 120_000 }, async () => {
    const folder = workspace(schools);
    let touched = false;
    const events = await run(folder, {
      workers: 2,
      until: ({ type }) => {
        if (type === 'step-started' && !touched) writeFileSync(join(folder, 'workflow.yaml'), `${schools}# changed\n`);
        touched ||= type === 'step-started';
        return false;
      },
    });
    expect(mostThreads(events)).toBe(1);
    expect(events.at(-1)?.type).toBe('run-finished');
    expect(leftIn(folder)).toEqual(await leftByOne(schools));
  });
});
