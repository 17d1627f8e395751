import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readNote, readUnfinishedStep, writeUnfinishedStep } from './unfinished-step.js';
import { unfinishedFolder } from './workspace.js';

const hash = 'a'.repeat(64);
const progress = { done: 3, total: 10, unit: 'steps' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-unfinished-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('keeps a note and whose it is in one file, so that a kill leaves both or none', async () => {
  const workspace = { folder, name: 'hill' } as Parameters<typeof writeUnfinishedStep>[0];
  expect([await readNote(workspace, hash), await readUnfinishedStep(workspace, hash)]).toEqual([undefined, undefined]);
  for (const note of ['{}', `two\nlines of ${'é'.repeat(100_000)}`]) {
    await writeUnfinishedStep(workspace, hash, { step: 'draws', progress, note });
    expect(await readNote(workspace, hash)).toBe(note);
    expect(await readUnfinishedStep(workspace, hash)).toEqual({ workflow: 'hill', step: 'draws', progress });
    expect(readdirSync(join(folder, unfinishedFolder(hash)))).toEqual(['note']);
  }
});

it.each(['', '{}', '{"workflow":"hill"}\n{}', '{"workflow":"hill","step":"dr'])(
  'begins anew from %j',
  async (broken) => {
    const workspace = { folder, name: 'hill' } as Parameters<typeof writeUnfinishedStep>[0];
    await writeUnfinishedStep(workspace, hash, { step: 'draws', progress, note: '{}' });
    writeFileSync(join(folder, unfinishedFolder(hash), 'note'), broken);
    expect([await readNote(workspace, hash), await readUnfinishedStep(workspace, hash)]).toEqual([
      undefined,
      undefined,
    ]);
  },
);
