import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, DatasetError } from '@basin/core';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeError } from './describe-error.js';
import { plainPaint } from './paint.js';
import { UsageError } from './usage-error.js';

const layout = { paint: plainPaint, width: 80, debug: false };

describe('describeError', () => {
  const folder = mkdtempSync(join(tmpdir(), 'basin-describe-'));
  const file = join(folder, 'w.yaml');
  writeFileSync(file, 'seed: many\nspace: molecul\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows every fault at its place, and counts them', () => {
    const error = new ConfigurationError([
      { message: "seed: expected an integer, got 'many'", path: ['seed'], position: { file, line: 1, column: 7 } },
      { message: "no space is named 'molecul'", path: ['space'], position: { file, line: 2, column: 8 } },
    ]);
    expect(describeError(error, layout)).toEqual([
      `${file}:1:7  error: seed: expected an integer, got 'many'`,
      '    1 │ seed: many',
      '      │       ^^^^',
      '',
      `${file}:2:8  error: no space is named 'molecul'`,
      '    2 │ space: molecul',
      '      │        ^^^^^^^',
      '',
      `2 faults in ${file}`,
    ]);
  });

  it('names the option of a fault that stands on the command line', () => {
    const position = { file: '<--set seed>', line: 1, column: 1 };
    const error = new ConfigurationError([{ message: 'expected an integer', path: ['seed'], position }]);
    expect(describeError(error, layout)).toEqual(['--set seed  error: expected an integer', '', '1 fault']);
  });

  it('shows a fault also where the file is gone', () => {
    const error = new ConfigurationError([
      { message: 'wrong', path: [], position: { file: '/none', line: 1, column: 1 } },
    ]);
    expect(describeError(error, layout)[0]).toBe('/none:1:1  error: wrong');
  });

  it('lets no text of a file reach the terminal as an escape', () => {
    const error = new DatasetError({ file: 'a\u001b[2J.csv' }, 'bad \u001b]0;title\u0007');
    expect(describeError(error, layout).join('')).not.toContain('\u001b');
  });

  it('says why, once', () => {
    const error = new DatasetError({ file: 'a.csv' }, 'cannot be read', { cause: new Error('disk on fire') });
    expect(describeError(error, layout)).toEqual(['error: a.csv: cannot be read', '  because disk on fire']);
  });

  it('leaves out what a schema reports for programs', () => {
    const cause = z.object({ version: z.literal(1) }).safeParse({}).error;
    const error = new DatasetError({ file: 'a.json' }, 'is no manifest', { cause });
    expect(describeError(error, layout)).toEqual(['error: a.json: is no manifest']);
  });

  it('tells where to look further for a mistyped command, and for a defect', () => {
    expect(describeError(new UsageError('no', 'run'), layout).at(-1)).toBe('See basin run --help');
    expect(describeError(new TypeError('x'), layout).at(-1)).toMatch(/BASIN_DEBUG=1/);
    expect(describeError(new TypeError('x'), { ...layout, debug: true }).at(-1)).toMatch(/at .*describe-error\.test/);
  });
});
