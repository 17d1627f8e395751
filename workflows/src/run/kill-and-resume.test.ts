import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
// A fixture without types: it is shared with programs that tests start.
// @ts-expect-error TS7016
import { makeWorkspace as makeUntyped } from './fixtures/toy-workspace.js';
import type { RunRecord } from './run-record.js';

const makeWorkspace: (text: string) => string = makeUntyped;
const child = fileURLToPath(new URL('./fixtures/run-child.js', import.meta.url));

const text = `basin: 1
title: Killed
plugins: [toy-plugin]
steps:
  numbers: { step: toy/numbers, count: 60, pause: 20 }
  double: { step: toy/scale, from: numbers, by: 2 }
  more: { step: toy/numbers, count: 60, pause: 20, mode: normal }
  note: { step: toy/note, from: double, file: note.txt }
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function workspace(): string {
  const folder = makeWorkspace(text);
  folders.push(folder);
  return folder;
}

/** Runs the workflow in a process of its own, killed without warning at its `killAt`-th event. Returns the events seen. */
async function runAndKill(folder: string, killAt: number): Promise<string[]> {
  const running: ChildProcess = spawn(process.execPath, [child, join(folder, 'numbers.yaml')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: string[] = [];
  const ended = new Promise((resolve) => running.once('close', resolve));
  const lines = createInterface({ input: running.stdout! });
  lines.on('line', (line) => {
    events.push(line.trim());
    if (events.length === killAt) running.kill('SIGKILL');
  });
  await ended;
  return events;
}

function record(folder: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, 'results/numbers/run.json'), 'utf8')) as RunRecord;
}

function bytesOf(folder: string): Record<string, string> {
  const { steps } = record(folder);
  const tables = steps.flatMap(({ name, tables }) =>
    Object.entries(tables).map(([table, { path }]) => [`${name}.${table}`, path]),
  );
  return Object.fromEntries(
    tables.map(([name, path]) => [name, readFileSync(join(folder, String(path))).toString('base64')]),
  );
}

describe('a run that is killed', () => {
  it('goes on where it was, with the same bytes, wherever it was killed', async () => {
    const whole = workspace();
    await runAndKill(whole, Number.POSITIVE_INFINITY);
    const killed = workspace();
    for (const killAt of [1, 4, 9, 13, 7]) {
      const events = await runAndKill(killed, killAt);
      expect(events.at(-1)).not.toContain('run-finished');
    }
    expect(existsSync(join(killed, '.basin/lock'))).toBe(true);
    const finished = readdirSync(join(killed, '.basin/cache')).filter((hash) =>
      existsSync(join(killed, '.basin/cache', hash, 'step.json')),
    );
    expect(finished.length).toBeGreaterThan(0);
    const last = await runAndKill(killed, Number.POSITIVE_INFINITY);
    expect(last.at(-1)).toContain('run-finished');
    expect(last.filter((event) => event.startsWith('step-cached'))).toHaveLength(finished.length);
    expect(bytesOf(killed)).toEqual(bytesOf(whole));
    expect(readFileSync(join(killed, 'results/numbers/note.txt'), 'utf8')).toBe('60 rows\n');
    expect(existsSync(join(killed, '.basin/lock'))).toBe(false);
    const files = readdirSync(killed, { recursive: true, encoding: 'utf8' });
    expect(files.filter((path) => path.includes('.tmp-'))).toEqual([]);
  });
});
