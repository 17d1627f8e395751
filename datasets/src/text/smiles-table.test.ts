import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmiles } from './smiles-table.js';
import { createSmilesWriter } from './smiles-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-smiles-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a SMILES file', () => {
  it('gives molecules and names', async () => {
    const path = join(folder, 'in.smi');
    await writeFile(path, 'CCO\tethanol, 96 %  \r\n\n  C#N hydrogen cyanide\nc1ccccc1\n#');
    const table = await openSmiles(path);
    for await (const columns of table.batches()) {
      expect(columns).toEqual({
        smiles: { type: 'text', values: ['CCO', 'C#N', 'c1ccccc1', '#'] },
        name: { type: 'text', values: ['ethanol, 96 %', 'hydrogen cyanide', null, null] },
      });
    }
    expect(table.malformed()).toEqual({ count: 0, records: [] });
  });

  it('with a zero byte in a line loses that line only, wherever it stands', async () => {
    const path = join(folder, 'zero.smi');
    for (const damaged of [0, 1, 40_000]) {
      const lines = Array.from({ length: 50_000 }, (_, line) => (line === damaged ? 'C\0C bad' : 'CCO ethanol'));
      await writeFile(path, `${lines.join('\n')}\n`);
      const table = await openSmiles(path);
      let rows = 0;
      for await (const { smiles } of table.batches()) rows += smiles!.values.length;
      expect(rows).toBe(49_999);
      expect(table.malformed().records).toEqual([
        { row: damaged + 1, status: 'malformed', message: 'the line holds a zero byte', text: 'C\0C bad' },
      ]);
    }
  });

  it('that is missing or binary is refused when it is opened', async () => {
    const path = join(folder, 'binary.smi');
    await writeFile(path, Buffer.from([67, 0, 67]));
    await expect(openSmiles(path)).rejects.toThrow(/no text file/);
    await expect(openSmiles(join(folder, 'none.smi'))).rejects.toThrow(/no such file/);
  });
});

describe('writing SMILES', () => {
  const fields = [
    { name: 'smiles', type: 'text' },
    { name: 'energy', type: 'float64' },
    { name: 'name', type: 'text' },
  ] as const;

  it('writes molecule and name, and leaves other columns out', async () => {
    const path = join(folder, 'out.smi');
    const writer = await createSmilesWriter(path, { fields, metadata: {} });
    await writer.append({
      smiles: { type: 'text', values: ['CCO', 'C'] },
      energy: { type: 'float64', values: Float64Array.of(1, 2) },
      name: { type: 'text', values: ['my ethanol', null] },
    });
    await writer.close();
    expect(await readFile(path, 'utf8')).toBe('CCO my ethanol\nC\n');
  });

  it('refuses what would break the lines, and names the row', async () => {
    const inner = await mkdtemp(join(folder, 'bad-'));
    const writer = await createSmilesWriter(join(inner, 'bad.smi'), { fields: [fields[0]], metadata: {} });
    await writer.append({ smiles: { type: 'text', values: ['C'] } });
    await expect(writer.append({ smiles: { type: 'text', values: ['C', 'C C'] } })).rejects.toThrow(
      /bad\.smi:3, column 'smiles'/,
    );
    await expect(writer.append({ smiles: { type: 'text', values: [null] } })).rejects.toThrow(/column 'smiles'/);
    await writer.abort();
    expect(await readdir(inner)).toEqual([]);
    await expect(createSmilesWriter(join(inner, 'x.smi'), { fields: [fields[1]], metadata: {} })).rejects.toThrow(
      /'smiles'/,
    );
  });
});
