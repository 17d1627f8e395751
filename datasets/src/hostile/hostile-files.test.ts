import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Columns, DatasetError, type FileTable, rowCountOf, type TableSchema } from '@basin/core';
import { Dictionary, Int8, Table, tableToIPC, Utf8, Utf8View, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, openTable } from '../tables/open-table.js';

/** Every file here is a good one, changed at places drawn by a fixed generator: whatever comes, it must be a table or a DatasetError. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

const schema: TableSchema = {
  fields: [
    { name: 'smiles', type: 'text' },
    { name: 'mass', type: 'float64', unit: 'g/mol' },
    { name: 'kept', type: 'bool' },
    { name: 'x', type: 'vector', width: 3 },
  ],
  metadata: { note: 'hostile' },
};

function columnsOf(rows: number): Columns {
  return {
    smiles: { type: 'text', values: Array.from({ length: rows }, (_, row) => (row % 5 === 0 ? null : `C${row}"ü`)) },
    mass: { type: 'float64', values: Float64Array.from({ length: rows }, (_, row) => row / 7) },
    kept: {
      type: 'bool',
      values: new Uint8Array(rows).fill(1),
      valid: Uint8Array.from({ length: rows }, (_, row) => row % 3 && 1),
    },
    x: { type: 'vector', width: 3, values: new Float64Array(3 * rows) },
  };
}

/** Numerical Recipes' 32-bit linear congruential generator; its high bits are good enough to choose places. */
function generator(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Changes bytes, cuts, repeats or overwrites with counts that lie. */
function mutate(original: Buffer, draw: (bound: number) => number): Buffer {
  const bytes = Buffer.from(original);
  const changes = 1 + draw(4);
  for (let change = 0; change < changes; change++) {
    const at = draw(bytes.length);
    const kind = draw(5);
    if (kind === 0) bytes[at] = draw(256);
    else if (kind === 1) bytes[at]! ^= 1 << draw(8);
    else if (kind === 2 && at + 4 <= bytes.length)
      bytes.writeInt32LE([-1, 0x7fffffff, -0x80000000, 0x10000][draw(4)]!, at);
    else if (kind === 3) bytes.copyWithin(at, draw(bytes.length));
    else if (kind === 4 && draw(4) === 0) return bytes.subarray(0, at);
  }
  return bytes;
}

async function rowsOf(table: FileTable): Promise<number> {
  let rows = 0;
  for await (const columns of table.batches()) rows += rowCountOf(columns);
  return rows;
}

async function goodFiles(): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const name of ['own.arrow', 'own.csv', 'own.jsonl']) {
    const path = join(folder, name);
    const writer = await createTable(path, schema);
    await writer.append(columnsOf(40));
    await writer.append(columnsOf(3));
    await writer.close();
    files[name] = await readFile(path);
  }
  const texts = ['a', 'bb', 'a', null, 'a text of more than twelve bytes', 'bb'];
  const peer = new Table({
    d: vectorFromArray(texts, new Dictionary(new Utf8(), new Int8())),
    v: vectorFromArray(texts, new Utf8View()),
  });
  files['peer.arrow'] = Buffer.from(tableToIPC(peer, 'file'));
  files['stream.arrows'] = Buffer.from(tableToIPC(peer, 'stream'));
  files['zipped.csv.gz'] = gzipSync(files['own.csv']!);
  return files;
}

describe('a damaged file', () => {
  it.each(['own.arrow', 'own.csv', 'own.jsonl', 'peer.arrow', 'stream.arrows', 'zipped.csv.gz'])(
    '%s, changed 150 times, gives a table or a DatasetError that names it',
    async (name) => {
      const good = (await goodFiles())[name]!;
      const draw = generator(20_240_229);
      let noticed = 0;
      for (let round = 0; round < 150; round++) {
        const path = join(folder, `changed-${name}`);
        await writeFile(path, mutate(good, draw));
        try {
          const table = await openTable(path, { formatOptions: { batchSize: 16 } });
          expect(await rowsOf(table)).toBeLessThan(10_000);
          if (table.malformed().count > 0) noticed++;
        } catch (cause) {
          if (!(cause instanceof DatasetError)) throw new Error(`round ${round}: ${cause}`, { cause });
          expect(cause.place.file).toBe(path);
          noticed++;
        }
      }
      expect(noticed).toBeGreaterThan(0);
    },
    60_000,
  );

  it('cut anywhere, an Arrow file is refused when it is opened', async () => {
    const good = (await goodFiles())['own.arrow']!;
    for (let length = 0; length < good.length; length += 7) {
      const path = join(folder, 'cut.arrow');
      await writeFile(path, good.subarray(0, length));
      await expect(openTable(path)).rejects.toThrow(DatasetError);
    }
  });
});

describe('a header that lies', () => {
  it('about the rows of a batch is found out', async () => {
    const path = join(folder, 'lies.arrow');
    const { 'own.arrow': good } = await goodFiles();
    const bytes = Buffer.from(good!);
    // 40 rows stand as a 64-bit integer in the batch's header, and in the four top nodes.
    const needle = Buffer.from([40, 0, 0, 0, 0, 0, 0, 0]);
    let found = 0;
    for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 8)) {
      bytes.writeBigInt64LE(2n ** 40n, at);
      found++;
    }
    expect(found).toBeGreaterThanOrEqual(5);
    await writeFile(path, bytes);
    await expect(openTable(path)).rejects.toThrow(/lies\.arrow: cannot be read as Arrow: a column claims/);
  });

  it('about the footer, the magic word or the content is found out', async () => {
    const path = join(folder, 'wrong.arrow');
    const { 'own.arrow': good } = await goodFiles();
    const footer = Buffer.from(good!);
    footer.writeInt32LE(0x7fffffff, footer.length - 10);
    await writeFile(path, footer);
    await expect(openTable(path)).rejects.toThrow(/footer claims 2147483647 bytes/);
    await writeFile(path, 'smiles,mass\nC,16\n');
    await expect(openTable(path)).rejects.toThrow(/is no Arrow file/);
    await writeFile(path, '');
    await expect(openTable(path)).rejects.toThrow(/is no Arrow file/);
  });

  it('no file of this test left anything half-written', async () => {
    expect((await readdir(folder)).filter((name) => name.includes('.tmp-'))).toEqual([]);
  });
});
