import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
// A fixture without types: it is shared with programs that tests start.
// @ts-expect-error TS7016
import { makeWorkspace as makeUntyped } from './fixtures/toy-workspace.js';
import { openWorkflow } from './open-workflow.js';
import { runWorkflow } from './run-workflow.js';

const makeWorkspace: (text: string) => string = makeUntyped;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A workspace with data/in.csv whose workflow reads it and writes it as `write` says. */
function workspace(write: string): string {
  const steps = `  rows: { step: read, file: data/in.csv }\n  out: { step: write, from: rows, ${write} }`;
  const folder = makeWorkspace(`basin: 1\ntitle: Files\nplugins: [toy-plugin]\nsteps:\n${steps}\n`);
  folders.push(folder);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/in.csv'), 'x\n1\n2\n');
  return folder;
}

async function run(folder: string): Promise<void> {
  await runWorkflow(await openWorkflow(join(folder, 'numbers.yaml')));
}

describe('files that a workflow writes', () => {
  it('refuses an ending that no format has, before any work, and says which there are', async () => {
    const message = /numbers.yaml:6:\d+: out\.parquet: has no ending that a format knows: .*\.csv.*with 'format'/;
    await expect(openWorkflow(join(workspace('file: out.parquet'), 'numbers.yaml'))).rejects.toThrow(message);
    const folder = workspace('file: out.table, format: datasets/csv');
    await run(folder);
    expect(readFileSync(join(folder, 'results/numbers/out.table'), 'utf8')).toBe('x\n1\n2\n');
  });

  it("leaves people's files alone unless it is told to replace them", async () => {
    const folder = workspace('file: data/mine.csv');
    writeFileSync(join(folder, 'data/mine.csv'), 'precious');
    const message =
      /numbers.yaml:6:\d+: "data\/mine.csv" is there already, and Basin did not write it; .*overwrite: true/;
    await expect(run(folder)).rejects.toThrow(message);
    expect(readFileSync(join(folder, 'data/mine.csv'), 'utf8')).toBe('precious');
    const willing = workspace('file: data/mine.csv, overwrite: true');
    writeFileSync(join(willing, 'data/mine.csv'), 'worthless');
    await run(willing);
    expect(readFileSync(join(willing, 'data/mine.csv'), 'utf8')).toBe('x\n1\n2\n');
  });

  it('refuses a file that appeared after the file was checked', async () => {
    const folder = workspace('file: data/late.csv');
    const opened = await openWorkflow(join(folder, 'numbers.yaml'));
    writeFileSync(join(folder, 'data/late.csv'), 'precious');
    await expect(runWorkflow(opened)).rejects.toThrow('Basin did not write it');
    expect(readFileSync(join(folder, 'data/late.csv'), 'utf8')).toBe('precious');
  });

  it('replaces what it wrote itself, also when its cache is gone', async () => {
    const folder = workspace('file: data/out.csv');
    await run(folder);
    writeFileSync(join(folder, 'data/in.csv'), 'x\n3\n');
    await run(folder);
    rmSync(join(folder, '.basin'), { recursive: true });
    await run(folder);
    expect(readFileSync(join(folder, 'data/out.csv'), 'utf8')).toBe('x\n3\n');
  });

  it('knows its own text files by the run record', async () => {
    const folder = workspace('file: data/out.csv');
    const file = join(folder, 'numbers.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}  note: { step: toy/note, from: rows, file: note.txt }\n`);
    await run(folder);
    rmSync(join(folder, '.basin'), { recursive: true });
    await run(folder);
    rmSync(join(folder, '.basin'), { recursive: true });
    rmSync(join(folder, 'results/numbers/run.json'));
    await expect(run(folder)).rejects.toThrow('"results/numbers/note.txt" is there already');
  });

  it('does not write to its own input behind a link', async () => {
    const folder = workspace('file: linked/in.csv, overwrite: true');
    symlinkSync('data', join(folder, 'linked'));
    await expect(run(folder)).rejects.toThrow("'data/in.csv' is written by step 'out'; take its table with from: out");
    expect(readFileSync(join(folder, 'data/in.csv'), 'utf8')).toBe('x\n1\n2\n');
  });
});
