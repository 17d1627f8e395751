import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable } from '../../datasets/dist/index.js';
import { basin } from './run-basin.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  writeFileSync(join(folder, 'a.csv'), 'name,mass\nwater,18.015\nethanol,46.069\nbad,1,2,3\nheavy,\n');
  writeFileSync(join(folder, 'a.jsonl'), '{"name":"water","mass":18.015}\n{"name":"ethanol","mass":46.069}\n');
  writeFileSync(join(folder, 'a.smi.gz'), gzipSync('O water\nCCO ethanol\n'));
  writeFileSync(join(folder, 'escape.csv'), 'name\n\u001b[2Jgone\n');
  const fields = [{ name: 'mass', type: 'float64' as const, unit: 'g/mol' }];
  const writer = await createTable(join(folder, 'a.arrow'), { fields, metadata: { note: 'two molecules' } });
  await writer.append({ mass: { type: 'float64', values: Float64Array.of(18.015, 46.069) } });
  await writer.close();
});

describe('basin inspect', () => {
  it.each(['a.arrow', 'a.jsonl'])('%s: sums up its numbers', async (file) => {
    const { code, stdout } = await basin(['inspect', file, '--json'], { folder });
    const { rowCount, columns } = JSON.parse(stdout);
    expect(rowCount).toBe(2);
    const mass = columns.find(({ name }: { name: string }) => name === 'mass');
    expect(mass).toMatchObject({ minimum: 18.015, maximum: 46.069, missing: 0 });
    expect(mass.mean).toBeCloseTo(32.042, 10);
    expect(code).toBe(0);
  });

  it('shows rows, units and notes', async () => {
    const { stdout } = await basin(['inspect', 'a.arrow'], { folder });
    expect(stdout).toMatch(/^a\.arrow {2}2 rows, 1 column\n/);
    expect(stdout).toMatch(/mass +float64 +g\/mol +18\.02 +32\.04 +46\.07/);
    expect(stdout).toMatch(/note: two molecules/);
  });

  it('counts what is missing and what could not be read', async () => {
    const { stdout } = await basin(['inspect', 'a.csv'], { folder });
    expect(stdout).toMatch(/3 rows, 2 columns/);
    expect(stdout).toMatch(/1 record could not be read\n {2}4: /);
    expect(stdout).toMatch(/mass +float64 +1 /);
  });

  it('reads SMILES behind gzip', async () => {
    const { stdout } = await basin(['inspect', 'a.smi.gz', '--json'], { folder });
    expect(JSON.parse(stdout).firstRows.map(([smiles]: [string]) => smiles)).toEqual(['O', 'CCO']);
  });

  it('lets no escape of a file reach the terminal', async () => {
    const { stdout } = await basin(['inspect', 'escape.csv'], { folder });
    expect(stdout).toContain('\\x1b[2Jgone');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    ['missing.csv', /missing\.csv: .*no such file/],
    ['a.xyz', /a\.xyz: .*\.arrow.*\.csv/],
  ])('%s: says what is wrong and ends with 3', async (file, message) => {
    const { code, stdout, stderr } = await basin(['inspect', file], { folder });
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });
});
