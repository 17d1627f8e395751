import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openTable } from '@basin/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const basin = join(repository, 'workflows/bin/basin.js');

interface RunRecord {
  readonly status: string;
  readonly steps: readonly {
    readonly name: string;
    readonly cached: boolean;
    readonly tables: Readonly<
      Record<string, { readonly path: string; readonly rows: number; readonly sha256: string }>
    >;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
}

/** The main job, made short. Runs in a folder of its own, so that no cache is there. */
const shortened = [
  '--set',
  'steps.analogues.sampler.genetic.generations=6',
  '--set',
  'steps.analogues.count=40',
  '--set',
  'steps.diverse.diverse.count=6',
];

async function runIn(folder: string, workers: number, ...flags: string[]): Promise<RunRecord> {
  const file = join(folder, 'celecoxib-analogues.yaml');
  await run(process.execPath, [basin, 'run', file, '--workers', String(workers), ...shortened, ...flags]);
  return JSON.parse(await readFile(join(folder, 'results/celecoxib-analogues/run.json'), 'utf8')) as RunRecord;
}

function checksums({ steps }: RunRecord): readonly string[] {
  return steps.flatMap(({ name, tables }) =>
    Object.entries(tables).map(([table, { sha256 }]) => `${name}/${table} ${sha256}`),
  );
}

describe('the celecoxib workflow, run as a user runs it', () => {
  const folders: string[] = [];

  async function freshFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'basin-golden-'));
    folders.push(folder);
    await cp(join(repository, 'examples/celecoxib-analogues.yaml'), join(folder, 'celecoxib-analogues.yaml'));
    await cp(join(repository, 'examples/data'), join(folder, 'data'), { recursive: true });
    return folder;
  }

  let folder = '';
  let record: RunRecord;

  beforeAll(async () => {
    folder = await freshFolder();
    record = await runIn(folder, 1);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
  });

  it('gives designs that beat every drug it began with, and says why', async () => {
    const analogues = record.steps.find(({ name }) => name === 'analogues');
    expect(analogues?.tables.main?.rows).toBe(40);
    const designs = await columnsOf(join(folder, analogues?.tables.main?.path ?? ''));
    const start = await columnsOf(join(folder, analogues?.tables.start?.path ?? ''));
    expect(Math.min(...(designs.energy ?? []))).toBeLessThan(Math.min(...(start.energy ?? [])));
    const terms = ['like-celecoxib', 'changed-rings', 'less-greasy', 'drug-like', 'no-alerts', 'stable'];
    designs.energy?.forEach((energy, row) => {
      const sum = terms.reduce((total, term) => total + (designs[`${term}.energy`]?.[row] ?? Number.NaN), 0);
      expect(sum).toBeCloseTo(energy, 10);
    });
  });

  it('writes the same bytes with two workers', async () => {
    const other = await runIn(await freshFolder(), 2);
    expect(checksums(other)).toEqual(checksums(record));
  }, 120_000);

  it('runs nothing again when nothing changed, and only what follows a change', async () => {
    const again = await runIn(folder, 2);
    expect(again.steps.filter(({ cached }) => !cached).map(({ name }) => name)).toEqual([]);
    const changed = await runIn(folder, 2, '--set', 'steps.diverse.diverse.count=5');
    expect(changed.steps.filter(({ cached }) => !cached).map(({ name }) => name)).toEqual(['diverse', 'report']);
  }, 120_000);
});

/** The number columns of a table. */
async function columnsOf(path: string): Promise<Record<string, number[]>> {
  const table = await openTable(path);
  const columns: Record<string, number[]> = {};
  for await (const batch of table.batches()) {
    for (const [name, column] of Object.entries(batch)) {
      if (column.type === 'float64') columns[name] = [...(columns[name] ?? []), ...column.values];
    }
  }
  return columns;
}
