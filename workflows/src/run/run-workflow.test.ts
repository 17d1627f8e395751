import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@basin/core';
import { afterEach, describe, expect, it } from 'vitest';
import { planWorkflow } from '../plan/plan-workflow.js';
// A fixture without types: it is shared with programs that tests start.
// @ts-expect-error TS7016
import { makeWorkspace as makeUntyped } from './fixtures/toy-workspace.js';
import { openWorkflow } from './open-workflow.js';
import { RunCancelledError } from './run-cancelled.js';
import type { RunEvent } from './run-event.js';
import type { RunRecord } from './run-record.js';
import { type RunOptions, runWorkflow } from './run-workflow.js';
import { lockWorkspace, WorkspaceLockedError } from './workspace-lock.js';

const makeWorkspace: (text: string) => string = makeUntyped;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const text = `basin: 1
title: Numbers
plugins: [toy-plugin]
seed: 3
energies:
  wanted:
    all:
      - property: { toy/size: { factor: 2 } }
        objective: { toy/near: { target: 1 } }
      - property: { toy/size: { factor: 2 } }
        objective: { toy/near: { target: 2, width: 4 } }
        name: far
      - energy: { toy/prior: {} }
steps:
  numbers: { step: toy/numbers, count: 25 }
  double: { step: toy/scale, from: numbers, by: 2 }
  designs: { step: toy/design, energy: wanted, sampler: { toy/walk: { steps: 3 } } }
  note: { step: toy/note, from: double, file: note.txt }
`;

function workspace(content = text): string {
  const folder = makeWorkspace(content);
  folders.push(folder);
  return folder;
}

async function run(folder: string, options: RunOptions & { set?: string[] } = {}): Promise<RunRecord> {
  return runWorkflow(await openWorkflow(join(folder, 'numbers.yaml'), { set: options.set ?? [] }), options);
}

/** Names of the steps that ran, and why. */
function ran(record: RunRecord): Record<string, string> {
  return Object.fromEntries(record.steps.filter(({ cached }) => !cached).map(({ name, reason }) => [name, reason]));
}

function edit(folder: string, piece: string, other: string): void {
  const file = join(folder, 'numbers.yaml');
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(piece);
  writeFileSync(file, before.replace(piece, other));
}

/** SHA-256 of every table, by step and name. */
function hashesOf({ steps }: RunRecord): Record<string, string> {
  const tables = steps.flatMap(({ name, tables }) =>
    Object.entries(tables).map(([table, { sha256 }]) => [`${name}.${table}`, sha256]),
  );
  return Object.fromEntries(tables);
}

function leftovers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.tmp-'));
}

describe('runWorkflow', () => {
  it('runs every step once, and nothing the second time', async () => {
    const folder = workspace();
    const first = await run(folder);
    expect(ran(first)).toEqual({ numbers: 'first run', double: 'first run', designs: 'first run', note: 'first run' });
    expect(first).toMatchObject({ status: 'done', problems: [], seed: 3, title: 'Numbers' });
    expect(first.versions).toMatchObject({ 'toy-plugin': '1.2.3', node: process.versions.node });
    expect(first.steps[0]?.tables).toMatchObject({ main: { rows: 25 }, trace: { rows: 3 } });
    expect(readFileSync(join(folder, 'results/numbers/note.txt'), 'utf8')).toBe('25 rows\n');
    expect(JSON.parse(readFileSync(join(folder, 'results/numbers/run.json'), 'utf8'))).toEqual(first);
    const second = await run(folder);
    expect(ran(second)).toEqual({});
    expect(hashesOf(second)).toEqual(hashesOf(first));
    expect(existsSync(join(folder, '.basin/lock'))).toBe(false);
    expect(leftovers(folder)).toEqual([]);
  });

  it('gives the same bytes in another folder, whatever the number of workers, and others for another seed', async () => {
    const [one, two, three] = [workspace(), workspace(), workspace()];
    const bytes = hashesOf(await run(one, { workerCount: 1 }));
    expect(hashesOf(await run(two, { workerCount: 4 }))).toEqual(bytes);
    expect(hashesOf(await run(three, { set: ['seed=4'] }))['numbers.main']).not.toBe(bytes['numbers.main']);
  });

  it('runs only what a change reaches, and says what changed', async () => {
    const folder = workspace();
    await run(folder);
    edit(folder, 'by: 2', 'by: 3');
    expect(ran(await run(folder))).toEqual({
      double: "its option 'by' changed",
      note: 'step double changed before it',
    });
    edit(folder, 'by: 3', 'by: 2');
    expect(ran(await run(folder))).toEqual({});
    edit(folder, 'target: 2, width: 4', 'target: 2, width: 5');
    expect(ran(await run(folder))).toEqual({ designs: "its energy changed at 'wanted / far'" });
    edit(folder, 'seed: 3', 'seed: 5');
    expect(Object.values(ran(await run(folder)))).toContain('the seed changed from 3 to 5');
  });

  it('runs again what is damaged, missing or changed by hand', async () => {
    const folder = workspace();
    const first = await run(folder);
    const tableOf = (name: string): string =>
      join(folder, first.steps.find((step) => step.name === name)?.tables.main?.path ?? '');
    truncateSync(tableOf('numbers'), 100);
    expect(ran(await run(folder))).toEqual({ numbers: 'its table is damaged' });
    rmSync(tableOf('designs'));
    expect(ran(await run(folder))).toEqual({ designs: 'its table is missing' });
    rmSync(join(folder, 'results/numbers/note.txt'));
    expect(ran(await run(folder))).toEqual({ note: 'results/numbers/note.txt is gone' });
    appendFileSync(join(folder, 'results/numbers/note.txt'), 'more');
    expect(ran(await run(folder))).toEqual({ note: 'results/numbers/note.txt was changed after it was written' });
    rmSync(join(folder, '.basin/cache'), { recursive: true });
    const again = await run(folder);
    expect(new Set(Object.values(ran(again)))).toEqual(new Set(['its tables are missing']));
    expect(hashesOf(again)).toEqual(hashesOf(first));
  });

  it('runs again when a file that it reads changes', async () => {
    const folder = workspace(
      `basin: 1
title: Files
plugins: [toy-plugin]
steps:
  load: { step: toy/load, file: in.csv }
`.replace('in.csv', 'numbers.csv'),
    );
    writeFileSync(join(folder, 'numbers.csv'), 'x\n1\n2\n');
    expect((await run(folder)).steps[0]?.tables.main?.rows).toBe(2);
    expect(ran(await run(folder))).toEqual({});
    writeFileSync(join(folder, 'numbers.csv'), 'x\n1\n2\n3\n');
    const changed = await run(folder);
    expect(ran(changed)).toEqual({ load: 'numbers.csv changed' });
    expect(changed.steps[0]?.tables.main?.rows).toBe(3);
  });

  it('gives a copied workflow files of its own and shares the rest', async () => {
    const folder = workspace();
    const first = await run(folder);
    writeFileSync(join(folder, 'copy.yaml'), text);
    const runCopy = async (): Promise<RunRecord> => runWorkflow(await openWorkflow(join(folder, 'copy.yaml')));
    const copied = await runCopy();
    expect(ran(copied)).toEqual({ note: 'first run' });
    expect(hashesOf(copied)).toEqual(hashesOf(first));
    expect(copied.steps.at(-1)?.files.map(({ path }) => path)).toEqual(['results/copy/note.txt']);
    expect(readFileSync(join(folder, 'results/copy/note.txt'), 'utf8')).toBe('25 rows\n');
    expect(ran(await run(folder))).toEqual({});
    expect(ran(await runCopy())).toEqual({});
  });

  it('follows --force, --from and --until', async () => {
    const folder = workspace();
    const bytes = hashesOf(await run(folder));
    const forced = await run(folder, { force: true });
    expect(Object.keys(ran(forced))).toEqual(['numbers', 'double', 'designs', 'note']);
    expect(hashesOf(forced)).toEqual(bytes);
    expect(ran(await run(folder, { from: 'double' }))).toEqual({
      double: '--from double',
      note: 'step double runs again by --from',
    });
    const until = await run(folder, { until: 'double', force: true });
    expect(until.steps.map(({ name }) => name)).toEqual(['numbers', 'double']);
    await expect(run(folder, { until: 'dubble' })).rejects.toThrow(/no step is named 'dubble'; did you mean 'double'/);
  });

  it('runs a step that tells of the run again when the run changes', async () => {
    const folder = workspace(text.replace('file: note.txt', 'file: note.txt, tell: true'));
    await run(folder);
    expect(readFileSync(join(folder, 'results/numbers/note.txt'), 'utf8')).toBe(
      '25 rows of Numbers: numbers, double, designs\n',
    );
    expect(ran(await run(folder))).toEqual({});
    edit(folder, 'title: Numbers', 'title: Digits');
    expect(ran(await run(folder))).toEqual({ note: 'the run that it tells of changed' });
    expect(readFileSync(join(folder, 'results/numbers/note.txt'), 'utf8')).toContain('of Digits');
  });

  it('tells the listener everything, in order', async () => {
    const folder = workspace();
    const events: RunEvent[] = [];
    await run(folder, { until: 'double', listener: (event) => events.push(event) });
    await run(folder, { until: 'double', listener: (event) => events.push(event) });
    expect(events.map(({ type }) => type)).toEqual([
      'run-started',
      ...['step-started', 'step-progress', 'step-progress', 'step-progress', 'step-finished'],
      ...['step-started', 'step-progress', 'step-progress', 'step-progress', 'step-finished'],
      'run-finished',
      ...['run-started', 'step-cached', 'step-cached', 'run-finished'],
    ]);
  });

  it('leaves nothing of a step that fails, and keeps what was finished', async () => {
    const folder = workspace(
      text
        .replace('by: 2', 'by: 2')
        .replace('steps:\n', 'steps:\n  broken: { step: toy/numbers, count: 30, failAt: 20 }\n'),
    );
    const events: RunEvent[] = [];
    const failing = run(folder, { listener: (event) => events.push(event) });
    await expect(failing).rejects.toThrow('fails at row 20 as asked');
    expect(events.at(-1)).toMatchObject({ type: 'step-failed', message: 'fails at row 20 as asked' });
    expect(leftovers(folder)).toEqual([]);
    expect(readdirSync(join(folder, '.basin/cache'))).toEqual([]);
    expect(existsSync(join(folder, '.basin/lock'))).toBe(false);
    expect(existsSync(join(folder, 'results/numbers/run.json'))).toBe(false);
  });

  it('ends at a signal between two rows of progress, without half files', async () => {
    const folder = workspace(text.replace('count: 25', 'count: 2500, pause: 1'));
    const controller = new AbortController();
    const stopAt: RunOptions['listener'] = (event) => {
      if (event.type === 'step-progress' && event.progress.done >= 100) controller.abort();
    };
    await expect(run(folder, { signal: controller.signal, listener: stopAt })).rejects.toThrow(RunCancelledError);
    expect(leftovers(folder)).toEqual([]);
    expect(readdirSync(join(folder, '.basin/cache'))).toEqual([]);
    expect(existsSync(join(folder, '.basin/lock'))).toBe(false);
  });

  it('ends with a failed check when too many rows are bad, also from the cache', async () => {
    const folder = workspace(text.replace('count: 25', 'count: 25, bad: 3'));
    const record = await run(folder);
    expect(record.status).toBe('checks-failed');
    expect(record.problems).toEqual([
      "step 'numbers': 3 of 25 rows are bad, more than the limit of 10.0 % (badRows.limit)",
    ]);
    expect((await run(folder)).status).toBe('checks-failed');
    expect((await run(folder, { set: ['badRows.limit=3'] })).status).toBe('done');
    expect((await run(folder, { set: ['badRows.limit=0.12'] })).status).toBe('done');
    expect((await run(folder, { set: ['badRows.limit=2'] })).status).toBe('checks-failed');
  });

  it('refuses a link out of the workspace that appears after validation', async () => {
    const folder = workspace(text.replace('file: note.txt', 'file: out/note.txt'));
    const outside = workspace();
    const opened = await openWorkflow(join(folder, 'numbers.yaml'));
    symlinkSync(outside, join(folder, 'out'));
    await expect(runWorkflow(opened)).rejects.toThrow('is a link that leaves the folder of the workflow file');
    expect(existsSync(join(outside, 'note.txt'))).toBe(false);
  });

  it('refuses a second run in the workspace', async () => {
    const folder = workspace();
    const lock = await lockWorkspace(join(folder, '.basin/lock'), 'basin run other.yaml');
    await expect(run(folder)).rejects.toThrow(WorkspaceLockedError);
    await expect(run(folder)).rejects.toThrow(`process ${process.pid} on `);
    await lock.release();
    expect((await run(folder)).status).toBe('done');
  });

  it('fills secrets in when it creates, and shows them nowhere', async () => {
    const reference = `\${env:BASIN_TEST_SECRET}`;
    const folder = workspace(text.replace('toy/prior: {}', `toy/prior: { key: '${reference}' }`));
    delete process.env.BASIN_TEST_SECRET;
    await expect(run(folder)).rejects.toThrow("step 'designs' needs the environment variable BASIN_TEST_SECRET");
    process.env.BASIN_TEST_SECRET = 'refused-secret';
    const failed = await run(folder).catch((error: unknown) => error);
    expect(String(failed)).toContain(`the key ${reference} is refused`);
    expect((failed as Error).stack).not.toContain('refused-secret');
    process.env.BASIN_TEST_SECRET = 'open-sesame';
    const first = await run(folder);
    expect(first.status).toBe('done');
    expect(ran(await run(folder))).toEqual({});
    process.env.BASIN_TEST_SECRET = 'open-barley';
    expect(ran(await run(folder))).toEqual({ designs: 'environment variable BASIN_TEST_SECRET changed' });
    delete process.env.BASIN_TEST_SECRET;
    await expect(run(folder)).rejects.toThrow("step 'designs' needs the environment variable BASIN_TEST_SECRET");
    process.env.BASIN_TEST_SECRET = 'open-sesame';
    expect(ran(await run(folder))).toEqual({});
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const entry of files) {
      expect(readFileSync(join(entry.parentPath, entry.name), 'latin1')).not.toMatch(/open-(sesame|barley)/);
    }
  });

  it('refuses a variation where a chain needs the way back, before any work', async () => {
    const folder = workspace(
      text.replace('toy/walk: { steps: 3 }', 'annealing: { kernel: { metropolis: { proposal: { toy/push: {} } } } }'),
    );
    await expect(openWorkflow(join(folder, 'numbers.yaml'))).rejects.toThrow(
      /numbers.yaml:17:\d+: 'toy\/push' is not a reversible proposal: the probability of its way back is unknown/,
    );
  });

  it('says which term keeps a sampler from its gradient', async () => {
    const folder = workspace(text.replace('toy/walk: { steps: 3 }', 'toy/slide: {}'));
    const error = await run(folder).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(
      /numbers.yaml:17:\d+: sampler 'toy\/slide' needs the gradient of the energy, which 'size', 'far', 'prior' cannot give/,
    );
  });

  it('follows the energies that a sampler names, and refuses one that is not there', async () => {
    const sampled = `basin: 1
title: Two energies
plugins: [toy-plugin]
space: toy/number
energies:
  wanted: { energy: { toy/prior: {} } }
  rough: { property: toy/size, objective: { toy/near: { target: 0 } } }
steps:
  draws:
    step: sample
    energy: wanted
    sampler: { delayed-acceptance: { cheap: rough, proposal: toy/shift, chains: 2, steps: 20 } }
`;
    const folder = workspace(sampled);
    const first = await run(folder);
    expect(first.steps[0]?.outcome.certificate).toMatchObject({ sampler: 'delayed-acceptance', chains: 2 });
    expect(ran(await run(folder))).toEqual({});
    edit(folder, 'target: 0', 'target: 1');
    expect(ran(await run(folder))).toEqual({ draws: 'an energy that its options name changed' });
    edit(folder, 'cheap: rough', 'cheap: ruogh');
    await expect(openWorkflow(join(folder, 'numbers.yaml'))).rejects.toThrow(
      /numbers.yaml:12:\d+: no energy is named 'ruogh'; did you mean 'rough'/,
    );
  });

  it('keeps nothing to go on from once a step has finished, and begins anew where it is forced', async () => {
    const folder = workspace(
      `basin: 1
title: Interrupted
plugins: [toy-plugin]
space: toy/number
energies:
  wanted: { energy: { toy/prior: {} } }
steps:
  draws:
    step: sample
    energy: wanted
    sampler: { chains: { kernel: { metropolis: { proposal: toy/shift } }, chains: 2, steps: 2000 } }
`,
    );
    const interrupt = async (options: RunOptions): Promise<readonly number[]> => {
      const controller = new AbortController();
      const steps: number[] = [];
      const listener: RunOptions['listener'] = (event) => {
        if (event.type !== 'step-progress') return;
        steps.push(event.progress.done);
        if (steps.length === 30) controller.abort();
      };
      await expect(run(folder, { ...options, signal: controller.signal, listener })).rejects.toThrow(RunCancelledError);
      return steps;
    };
    const [first] = await interrupt({});
    expect(readdirSync(join(folder, '.basin/unfinished'))).toHaveLength(1);
    const [second] = await interrupt({});
    expect(second).toBeGreaterThan(first!);
    const [forced] = await interrupt({ force: true });
    expect(forced).toBe(first);
    await run(folder);
    expect(readdirSync(join(folder, '.basin/unfinished'))).toEqual([]);
  });

  it('plans without running', async () => {
    const folder = workspace();
    const opened = await openWorkflow(join(folder, 'numbers.yaml'));
    const plan = await planWorkflow(opened);
    expect(plan.steps.map(({ name, action, reason }) => [name, action, reason])).toEqual(
      ['numbers', 'double', 'designs', 'note'].map((name) => [name, 'run', 'first run']),
    );
    await runWorkflow(opened);
    expect((await planWorkflow(opened)).steps.every(({ action }) => action === 'cached')).toBe(true);
  });
});
