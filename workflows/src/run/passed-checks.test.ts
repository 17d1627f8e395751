import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PassedChecks } from './passed-checks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-checks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('PassedChecks', () => {
  it('remembers keys for the same versions only', async () => {
    const path = join(folder, 'passed.json');
    const first = new PassedChecks(path, { plugin: '1' });
    first.add('key');
    await first.save();
    expect(new PassedChecks(path, { plugin: '1' }).has('key')).toBe(true);
    expect(new PassedChecks(path, { plugin: '2' }).has('key')).toBe(false);
  });

  it('takes a broken file for an empty one, and writes nothing without news', async () => {
    const path = join(folder, 'passed.json');
    writeFileSync(path, '{"versions": 3');
    const checks = new PassedChecks(path, {});
    expect(checks.has('key')).toBe(false);
    await checks.save();
    expect(readFileSync(path, 'utf8')).toBe('{"versions": 3');
  });
});
