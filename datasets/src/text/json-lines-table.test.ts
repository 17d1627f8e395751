import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Columns, FileTable } from '@basin/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonLinesReadOptions, openJsonLines } from './json-lines-table.js';
import { createJsonLinesWriter } from './json-lines-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-json-'));
});
afterAll(() => rm(folder, { recursive: true }));

let fileCount = 0;

async function openText(text: string | Uint8Array, options: JsonLinesReadOptions = {}): Promise<FileTable> {
  const path = join(folder, `${fileCount++}.jsonl`);
  await writeFile(path, text);
  return openJsonLines(path, options);
}

async function readAll(table: FileTable): Promise<Columns[]> {
  const batches: Columns[] = [];
  for await (const columns of table.batches()) batches.push(columns);
  return batches;
}

describe('JSON Lines', () => {
  it('gives a column for each key, of the type its values suggest', async () => {
    const lines: readonly object[] = [
      { name: 'a', mass: 1.5, kept: true, x: [1, 2], tags: ['u'], mixed: 1 },
      { name: null, mass: 'Infinity', kept: false, x: [null, 4], tags: [], mixed: 'v' },
      { mass: 2, toString: 'own' },
    ];
    const table = await openText(gzipSync(`${lines.map((line) => JSON.stringify(line)).join('\r\n')}\r\n\r\n`));
    const [columns] = await readAll(table);
    expect(columns).toEqual({
      name: { type: 'text', values: ['a', null, null] },
      mass: { type: 'float64', values: Float64Array.of(1.5, Number.POSITIVE_INFINITY, 2) },
      kept: { type: 'bool', values: Uint8Array.of(1, 0, 0), valid: Uint8Array.of(1, 1, 0) },
      x: { type: 'vector', width: 2, values: Float64Array.of(1, 2, Number.NaN, 4, Number.NaN, Number.NaN) },
      tags: { type: 'text', values: ['["u"]', '[]', null] },
      mixed: { type: 'text', values: ['1', 'v', null] },
      toString: { type: 'text', values: [null, null, 'own'] },
    });
  });

  it('reports lines that are no object, have a strange key or a value that does not fit', async () => {
    const table = await openText('{"a":1,"x":[1]}\n{"a":\n[1]\n{"b":2}\n{"a":"two"}\n{"x":[1,2]}\n{"a":3}\n', {
      sampleRows: 1,
    });
    const [columns] = await readAll(table);
    expect([...columns!.a!.values]).toEqual([1, 3]);
    expect(table.malformed().records.map(({ row, status, message }) => `${row} ${status} ${message}`)).toEqual([
      '2 malformed the line is no JSON object',
      '3 malformed the line is no JSON object',
      "4 malformed no column is named 'b': it does not occur in the first lines",
      `5 type column 'a': "two" is no number`,
      "6 type column 'x': [1,2] is no list of 1 numbers",
    ]);
  });

  it('takes given types', async () => {
    const table = await openText('{"a":1}\n{"a":2.5}\n', { types: { a: 'int32' } });
    expect((await readAll(table))[0]).toEqual({ a: { type: 'int32', values: Int32Array.of(1) } });
    expect(table.malformed().count).toBe(1);
  });

  it('refuses files without objects', async () => {
    await expect(openText('\n')).rejects.toThrow(/no JSON object/);
    await expect(openText('{"__proto__":1}\n')).rejects.toThrow(/no JSON object with keys/);
  });

  it('leaves out lines with the key __proto__ or a zero byte, and reads the others', async () => {
    const table = await openText('{"__proto__":{"b":1},"a":1}\n{"a":2}\n{"a":\0}\n{"a":4}\n{"__proto__":1}\n');
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['a']);
    expect([...(await readAll(table))[0]!.a!.values]).toEqual([2, 4]);
    expect(table.malformed().records.map(({ row, message }) => `${row} ${message}`)).toEqual([
      "1 the key '__proto__' is no name for a column",
      '3 the line holds a zero byte',
      "5 the key '__proto__' is no name for a column",
    ]);
  });

  it('survives nesting as deep as the line limit allows', async () => {
    const table = await openText(`{"a":1}\n${'['.repeat(500_000)}\n{"a":2}\n`);
    expect([...(await readAll(table))[0]!.a!.values]).toEqual([1, 2]);
  });

  it('written, reads back the same', async () => {
    const path = join(folder, 'round.jsonl');
    const columns: Columns = {
      text: { type: 'text', values: ['a "b"\n', null, ''] },
      float: { type: 'float64', values: Float64Array.of(0.1, Number.NaN, Number.NEGATIVE_INFINITY) },
      x: { type: 'vector', width: 2, values: Float64Array.of(1, 2, Number.NaN, 4, 5, 6) },
    };
    const fields = [
      { name: 'text', type: 'text' },
      { name: 'float', type: 'float64' },
      { name: 'x', type: 'vector', width: 2 },
    ] as const;
    const writer = await createJsonLinesWriter(path, { fields, metadata: {} });
    await writer.append(columns);
    await writer.close();
    const table = await openJsonLines(path);
    expect(table.schema.fields).toEqual(fields);
    expect(await readAll(table)).toEqual([columns]);
  });
});
