import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Columns, FileTable, TableSchema } from '@basin/core';
import {
  type DataType,
  DateDay,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int16,
  Int64,
  LargeUtf8,
  List,
  RecordBatchReader,
  Table,
  TimestampMicrosecond,
  tableFromIPC,
  tableToIPC,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArrow, readArrowSchema } from './arrow-table.js';
import { createArrowWriter } from './arrow-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-arrow-'));
});
afterAll(() => rm(folder, { recursive: true }));

const schema: TableSchema = {
  fields: [
    { name: 'smiles', type: 'text', description: 'canonical' },
    { name: 'mass', type: 'float64', unit: 'g/mol' },
    { name: 'count', type: 'int32' },
    { name: 'code', type: 'uint8' },
    { name: 'kept', type: 'bool' },
    { name: 'position', type: 'vector', width: 3, unit: 'Å' },
    { name: 'sites', type: 'bytes', width: 2 },
  ],
  metadata: { 'basin.space': 'molecule', note: 'für Prüfungen' },
};

const batch: Columns = {
  smiles: { type: 'text', values: ['CCO', null, '', 'C[N+]–β𝒳'] },
  mass: { type: 'float64', values: Float64Array.of(46.07, Number.NaN, -0, Number.POSITIVE_INFINITY) },
  count: { type: 'int32', values: Int32Array.of(1, 2, -3, 4), valid: Uint8Array.of(1, 0, 1, 1) },
  code: { type: 'uint8', values: Uint8Array.of(0, 255, 7, 9) },
  kept: { type: 'bool', values: Uint8Array.of(1, 0, 1, 1), valid: Uint8Array.of(1, 1, 0, 1) },
  position: { type: 'vector', width: 3, values: Float64Array.from({ length: 12 }, (_, i) => i / 2) },
  sites: { type: 'bytes', width: 2, values: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
};

async function readAll(table: FileTable): Promise<Columns[]> {
  const batches: Columns[] = [];
  for await (const columns of table.batches()) batches.push(columns);
  return batches;
}

async function writeTable(name: string, batches: readonly Columns[]) {
  const path = join(folder, name);
  const writer = await createArrowWriter(path, schema);
  for (const columns of batches) await writer.append(columns);
  return writer.close();
}

async function fileOf(name: string, table: Table, format: 'file' | 'stream' = 'file'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, tableToIPC(table, format));
  return path;
}

function tableOf(name: string, values: unknown[], type: DataType): Table {
  return new Table({ [name]: vectorFromArray(values, type) });
}

describe('an Arrow file of ours', () => {
  it('gives back schema, units, metadata and every value', async () => {
    const { path } = await writeTable('round.arrow', [batch, batch]);
    const table = await openArrow(path);
    expect(table.schema).toEqual(schema);
    expect(table.rowCount).toBe(8);
    expect(await readAll(table)).toEqual([batch, batch]);
    expect(await readAll(table)).toEqual([batch, batch]);
  });

  it('is read alike by apache-arrow, as a file and as a stream', async () => {
    const { path } = await writeTable('peer.arrow', [batch]);
    const bytes = await readFile(path);
    const stream = bytes.subarray(8);
    for (const peer of [tableFromIPC(bytes), tableFromIPC(RecordBatchReader.from(stream))]) {
      expect(peer.numRows).toBe(4);
      expect([...peer.getChild('smiles')!]).toEqual(['CCO', null, '', 'C[N+]–β𝒳']);
      expect([...peer.getChild('mass')!]).toEqual([46.07, Number.NaN, -0, Number.POSITIVE_INFINITY]);
      expect([...peer.getChild('count')!]).toEqual([1, null, -3, 4]);
      expect([...peer.getChild('code')!]).toEqual([0, 255, 7, 9]);
      expect([...peer.getChild('kept')!]).toEqual([true, false, null, true]);
      expect([...peer.getChild('position')!].map((v) => [...v])[3]).toEqual([4.5, 5, 5.5]);
      expect([...peer.getChild('sites')!].map((v) => [...v])).toEqual([
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]);
      expect(peer.schema.fields[1]!.metadata.get('basin.unit')).toBe('g/mol');
      expect(peer.schema.metadata.get('note')).toBe('für Prüfungen');
    }
  });

  it('is known by the hash and length of its bytes', async () => {
    const written = await writeTable('hash.arrow', [batch]);
    const bytes = await readFile(written.path);
    expect(written).toEqual({
      path: join(folder, 'hash.arrow'),
      rows: 4,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('may have no rows', async () => {
    const { path } = await writeTable('empty.arrow', []);
    const table = await openArrow(path);
    expect(table.rowCount).toBe(0);
    expect(await readAll(table)).toEqual([]);
    expect(tableFromIPC(await readFile(path)).schema.fields).toHaveLength(7);
  });

  it('is cut into batches of the size asked for, also where bits begin within a byte', async () => {
    const { path } = await writeTable('cut.arrow', [batch]);
    const batches = await readAll(await openArrow(path, { batchSize: 3 }));
    expect(batches).toHaveLength(2);
    expect(batches[1]).toEqual({
      smiles: { type: 'text', values: ['C[N+]–β𝒳'] },
      mass: { type: 'float64', values: Float64Array.of(Number.POSITIVE_INFINITY) },
      count: { type: 'int32', values: Int32Array.of(4) },
      code: { type: 'uint8', values: Uint8Array.of(9) },
      kept: { type: 'bool', values: Uint8Array.of(1) },
      position: { type: 'vector', width: 3, values: Float64Array.of(4.5, 5, 5.5) },
      sites: { type: 'bytes', width: 2, values: Uint8Array.of(7, 8) },
    });
  });

  it('is read from gzip, whatever its name', async () => {
    const { path } = await writeTable('plain.arrow', [batch]);
    const zipped = join(folder, 'zipped.arrow');
    await writeFile(zipped, gzipSync(await readFile(path)));
    expect(await readAll(await openArrow(zipped))).toEqual([batch]);
  });

  it('tells its schema from its beginning alone: as a file, a stream, in gzip, and cut off behind it', async () => {
    const { path } = await writeTable('schema.arrow', [batch, batch]);
    const bytes = await readFile(path);
    const beginnings = [bytes, bytes.subarray(8), gzipSync(bytes), bytes.subarray(0, bytes.length / 2)];
    for (const [i, beginning] of beginnings.entries()) {
      const file = join(folder, `schema-${i}.arrow`);
      await writeFile(file, beginning);
      expect(await readArrowSchema(file)).toEqual(schema);
    }
  });

  it('tells no schema where it ends within it, or is something else', async () => {
    const { path } = await writeTable('whole.arrow', []);
    const bytes = await readFile(path);
    const file = join(folder, 'no-schema.arrow');
    for (const [length, message] of [
      [0, /ended at byte 0; byte 8 is needed/],
      [11, /ended at byte 11; byte 16 is needed/],
      [100, /ended at byte 100/],
    ] as const) {
      await writeFile(file, bytes.subarray(0, length));
      await expect(readArrowSchema(file)).rejects.toThrow(message);
    }
    await writeFile(file, 'smiles,mass\nCCO,46\n');
    await expect(readArrowSchema(file)).rejects.toThrow(/is no Arrow file/);
  });

  it('keeps texts apart whose ends would join into one character', async () => {
    const path = join(folder, 'surrogates.arrow');
    const writer = await createArrowWriter(path, { fields: [{ name: 'text', type: 'text' }], metadata: {} });
    await writer.append({ text: { type: 'text', values: ['a\ud835', '\udcb3b'] } });
    await writer.close();
    const [columns] = await readAll(await openArrow(path));
    expect(columns!.text!.values).toEqual(['a\ufffd', '\ufffdb']);
  });

  it('reads one large record batch in windows', async () => {
    const rows = 1_000_003;
    const path = join(folder, 'large.arrow');
    const fields = [
      { name: 'x', type: 'vector', width: 4 },
      { name: 'label', type: 'text' },
    ] as const;
    const writer = await createArrowWriter(path, { fields, metadata: {} });
    const x = Float64Array.from({ length: 4 * rows }, (_, index) => index);
    const label = Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? null : `row-${row}`));
    await writer.append({ x: { type: 'vector', width: 4, values: x }, label: { type: 'text', values: label } });
    await writer.close();
    let row = 0;
    for await (const columns of (await openArrow(path, { batchSize: 9_999 })).batches()) {
      const { values } = columns.label!;
      const numbers = columns.x!.values;
      for (let index = 0; index < values.length; index += 1234) {
        if (values[index] !== label[row + index] || numbers[4 * index + 3] !== 4 * (row + index) + 3) {
          throw new Error(`row ${row + index} differs`);
        }
      }
      row += values.length;
    }
    expect(row).toBe(rows);
  });
});

describe('an Arrow file of another tool', () => {
  const cases: readonly [string, DataType, unknown[], unknown][] = [
    ['Int8', new Int8(), [-128, 127], Int32Array.of(-128, 127)],
    ['Int16', new Int16(), [-32768, 32767], Int32Array.of(-32768, 32767)],
    ['Uint16', new Uint16(), [0, 65535], Int32Array.of(0, 65535)],
    ['Uint32', new Uint32(), [0, 4294967295], Float64Array.of(0, 4294967295)],
    ['Int64', new Int64(), [-9007199254740991n, 5n], Float64Array.of(-9007199254740991, 5)],
    ['Uint64', new Uint64(), [0n, 9007199254740991n], Float64Array.of(0, 9007199254740991)],
    ['Float32', new Float32(), [0.5, -1.25], Float64Array.of(0.5, -1.25)],
    ['LargeUtf8', new LargeUtf8(), ['ab', null, 'ü'], ['ab', null, 'ü']],
    [
      'Utf8View',
      new Utf8View(),
      ['short', null, 'longer than twelve bytes', ''],
      ['short', null, 'longer than twelve bytes', ''],
    ],
    ['Dictionary', new Dictionary(new Utf8(), new Int8()), ['a', 'b', 'a', null], ['a', 'b', 'a', null]],
    [
      'Timestamp',
      new TimestampMicrosecond(),
      [0n, -1n, 1709208000250001n].map((v) => Number(v) / 1000),
      ['1970-01-01T00:00:00.000000', '1969-12-31T23:59:59.999999', '2024-02-29T12:00:00.250001'],
    ],
    ['Date', new DateDay(), [new Date('2024-02-29'), new Date('1969-12-31')], ['2024-02-29', '1969-12-31']],
  ];

  it.each(cases)('%s is read', async (name, type, values, expected) => {
    for (const format of ['file', 'stream'] as const) {
      const path = await fileOf(`${name}-${format}.arrow`, tableOf('x', values, type), format);
      const table = await openArrow(path);
      expect(table.rowCount).toBe(values.length);
      const [columns] = await readAll(table);
      expect(columns!.x!.values).toEqual(expected);
    }
  });

  it('null floats are NaN, and known to be null', async () => {
    const [columns] = await readAll(
      await openArrow(await fileOf('null.arrow', tableOf('x', [1, null, 3], new Float64()))),
    );
    expect(columns!.x).toEqual({
      type: 'float64',
      values: Float64Array.of(1, Number.NaN, 3),
      valid: Uint8Array.of(1, 0, 1),
    });
  });

  it('null vectors and null items are NaN', async () => {
    const type = new FixedSizeList(2, new Field('item', new Float32(), true));
    const path = await fileOf('lists.arrow', tableOf('x', [[1, 2], null, [null, 4]], type));
    const [columns] = await readAll(await openArrow(path));
    expect(columns!.x).toEqual({
      type: 'vector',
      width: 2,
      values: Float64Array.of(1, 2, Number.NaN, Number.NaN, Number.NaN, 4),
    });
  });

  it('a 64-bit integer that a float would change names column and row', async () => {
    const path = await fileOf('big.arrow', tableOf('id', [1n, 9007199254740993n], new Int64()));
    await expect(readAll(await openArrow(path))).rejects.toThrow(/big\.arrow:2, column 'id': .*9007199254740993/);
  });

  it('a type that no column holds names the column, the type and what is allowed', async () => {
    const path = await fileOf(
      'list.arrow',
      tableOf('tags', [['a'], ['b']], new List(new Field('item', new Utf8(), true))),
    );
    await expect(openArrow(path)).rejects.toThrow(/column 'tags': has the Arrow type List.*readable are Float64/);
  });
});

describe('writing', () => {
  it('refuses a batch that does not fit, names the column, and goes on', async () => {
    const path = join(folder, 'fit.arrow');
    const writer = await createArrowWriter(path, { fields: [{ name: 'x', type: 'float64' }], metadata: {} });
    const x = Float64Array.of(1, 2);
    await expect(writer.append({})).rejects.toThrow(/column 'x': is missing/);
    await expect(writer.append({ x: { type: 'text', values: ['1'] } })).rejects.toThrow(/column 'x': is text.*float64/);
    await expect(
      writer.append({ x: { type: 'float64', values: x }, y: { type: 'float64', values: x } }),
    ).rejects.toThrow(/column 'y': is not in the schema/);
    await writer.append({ x: { type: 'float64', values: x } });
    expect((await writer.close()).rows).toBe(2);
  });

  it('abort leaves nothing, and nothing can be appended after it', async () => {
    const inner = await mkdtemp(join(folder, 'abort-'));
    const writer = await createArrowWriter(join(inner, 'a.arrow'), schema);
    await writer.append(batch);
    await writer.abort();
    expect(await readdir(inner)).toEqual([]);
    await expect(writer.append(batch)).rejects.toThrow(/closed or given up/);
  });
});
