import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableSchema } from '@basin/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTable, formatOf, openTable } from '../tables/open-table.js';
import { manifestPath, readManifest, writeManifest } from './manifest.js';
import { verifyTable } from './verify-table.js';

let folder: string;
let path: string;
const schema: TableSchema = { fields: [{ name: 'mass', type: 'float64', unit: 'g/mol' }], metadata: {} };
const notes = { schema, createdBy: 'basin 0.1.0', provenance: { seed: 7, inputs: ['a.csv'] } };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  path = join(folder, 'table.arrow');
  const writer = await createTable(path, schema);
  await writer.append({ mass: { type: 'float64', values: Float64Array.of(18.015, 46.069) } });
  await writeManifest(await writer.close(), notes);
});

describe('a manifest', () => {
  it('says what the table holds, and nothing half-written is left', async () => {
    const manifest = JSON.parse(await readFile(manifestPath(path), 'utf8'));
    expect(manifest).toMatchObject({
      file: 'table.arrow',
      rows: 2,
      schema,
      createdBy: 'basin 0.1.0',
      provenance: { seed: 7 },
    });
    expect(await verifyTable(path)).toEqual(manifest);
    expect((await readdir(folder)).sort()).toEqual(['table.arrow', 'table.arrow.manifest.json']);
  });

  it('is undefined where there is none', async () => {
    expect(await readManifest(join(folder, 'other.arrow'))).toBeUndefined();
    await expect(verifyTable(join(folder, 'other.arrow'))).rejects.toThrow(/is not there/);
  });

  it('that cannot be read is an error that says why', async () => {
    await writeFile(manifestPath(path), '{"version":1,"rows":-1}');
    await expect(readManifest(path)).rejects.toThrow(
      /no manifest that can be read: file: .*, and 6 more; delete it, and the table is read unverified$/,
    );
    const fault = await readManifest(path).catch((error: unknown) => error);
    expect((fault as Error).cause).toBeUndefined();
    await writeFile(manifestPath(path), '{');
    await expect(openTable(path)).rejects.toThrow(/it is no JSON/);
  });
});

describe('a table that was changed after it was written', () => {
  it('by one bit is refused, with both hashes, before any row is handed out', async () => {
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(openTable(path)).rejects.toThrow(/has SHA-256 [0-9a-f]{64} where its manifest says [0-9a-f]{64}/);
  });

  it('in length is refused with both lengths', async () => {
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, 100));
    await expect(verifyTable(path)).rejects.toThrow(`has 100 bytes where its manifest says ${bytes.length}`);
  });

  it('is read all the same if nobody wants it verified', async () => {
    await writeFile(manifestPath(path), JSON.stringify({ ...(await readManifest(path)), sha256: '0'.repeat(64) }));
    await expect(openTable(path)).rejects.toThrow(/SHA-256/);
    expect((await openTable(path, { verify: false })).rowCount).toBe(2);
  });
});

describe('the ending of a name', () => {
  it('gives the format, with or without .gz', () => {
    const endings = ['a.arrow', 'b.CSV', 'c.tsv.gz', 'd.jsonl', 'e.smi.GZ'];
    expect(endings.map((name) => formatOf(name).name)).toEqual([
      'datasets/arrow',
      'datasets/csv',
      'datasets/tsv',
      'datasets/json-lines',
      'datasets/smiles',
    ]);
  });

  it('that no format has is refused with those that there are', () => {
    expect(() => formatOf('x.xlsx')).toThrow(/\.arrow.*\.csv.*\.smi/);
  });

  it('.gz cannot be written', async () => {
    await expect(createTable(join(folder, 'x.csv.gz'), schema)).rejects.toThrow(/leave out \.gz/);
  });
});
