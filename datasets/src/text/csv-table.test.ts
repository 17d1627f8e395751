import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Columns, type FileTable, rowCountOf } from '@basin/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CsvReadOptions, openCsv } from './csv-table.js';
import { createCsvWriter } from './csv-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

let fileCount = 0;

async function openText(text: string | Uint8Array, options: CsvReadOptions = {}): Promise<FileTable> {
  const path = join(folder, `${fileCount++}.csv`);
  await writeFile(path, text);
  return openCsv(path, options);
}

async function readAll(table: FileTable): Promise<Columns[]> {
  const batches: Columns[] = [];
  for await (const columns of table.batches()) batches.push(columns);
  return batches;
}

/** All values of a text file that fits one batch, by column. */
async function valuesOf(text: string | Uint8Array, options: CsvReadOptions = {}) {
  const [columns = {}] = await readAll(await openText(text, options));
  return Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, [...values]]));
}

async function malformedOf(text: string | Uint8Array, options: CsvReadOptions = {}) {
  const table = await openText(text, options);
  const rows = (await readAll(table)).reduce((sum, columns) => sum + rowCountOf(columns), 0);
  return { rows, ...table.malformed() };
}

describe('CSV by RFC 4180', () => {
  // The rules are those of section 2 of the RFC, in its order.
  const cases: readonly [string, string][] = [
    ['1: lines end in CRLF', 'a,b\r\naaa,bbb\r\nzzz,yyy\r\n'],
    ['2: the last line may lack its end', 'a,b\r\naaa,bbb\r\nzzz,yyy'],
    ['LF alone ends a line too', 'a,b\naaa,bbb\nzzz,yyy\n'],
    ['5: cells may be in quotes', '"a","b"\r\n"aaa","bbb"\r\nzzz,yyy'],
    ['blank lines are skipped', '\na,b\n\naaa,bbb\n\r\nzzz,yyy\n\n'],
    ['a byte order mark is no part of the name', '\ufeffa,b\naaa,bbb\nzzz,yyy'],
  ];
  it.each(cases)('%s', async (_, text) => {
    expect(await valuesOf(text)).toEqual({ a: ['aaa', 'zzz'], b: ['bbb', 'yyy'] });
  });

  it('4: spaces belong to a cell', async () => {
    expect(await valuesOf('a,b\n x , y z \n')).toEqual({ a: [' x '], b: [' y z '] });
  });

  it('6: cells in quotes may hold line ends, delimiters and quotes', async () => {
    expect(await valuesOf('a,b\r\n"line 1\r\nline 2","x,y"\r\n"\n",","')).toEqual({
      a: ['line 1\r\nline 2', '\n'],
      b: ['x,y', ','],
    });
  });

  it('7: a quote inside of quotes is doubled', async () => {
    expect(await valuesOf('a,b\n"say ""hi""",""""\n')).toEqual({ a: ['say "hi"'], b: ['"'] });
  });

  it('a bare empty cell is null, a quoted one is empty', async () => {
    expect(await valuesOf('a,b\n,""\nx,y\n')).toEqual({ a: [null, 'x'], b: ['', 'y'] });
  });

  it('quotes inside of a bare cell are themselves', async () => {
    expect(await valuesOf('a,b\n5" tube,x\n')).toEqual({ a: ['5" tube'], b: ['x'] });
  });

  it('reads other delimiters, and text beyond ASCII', async () => {
    expect(await valuesOf('α\tβ\nü,é\t𝒳\n', { delimiter: '\t' })).toEqual({ α: ['ü,é'], β: ['𝒳'] });
  });

  it('reads a file without a header, and gzip', async () => {
    const options = { header: ['x', 'y'] };
    expect(await valuesOf(gzipSync('1,a\n2,b\n'), options)).toEqual({ x: [1, 2], y: ['a', 'b'] });
  });

  it('gives the same rows wherever the pieces of the file are cut', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, row) => `${row},"row ${row},\n""${'x'.repeat(row % 17)}""",${row / 8}`,
    );
    const table = await openText(`id,text,value\n${rows.join('\n')}\n`, { batchSize: 1000 });
    let row = 0;
    for await (const { id, text, value } of table.batches()) {
      for (let index = 0; index < id!.values.length; index++, row++) {
        const isSame =
          id!.values[index] === row &&
          text!.values[index] === `row ${row},\n"${'x'.repeat(row % 17)}"` &&
          value!.values[index] === row / 8;
        if (!isSame) throw new Error(`row ${row} differs`);
      }
    }
    expect(row).toBe(60_000);
    expect(table.malformed().count).toBe(0);
  });
});

describe('types of CSV columns', () => {
  it('come from the first rows', async () => {
    const table = await openText('number,label,truth,text,empty\n1,007,true,1 mg,\n-2.5e-3,008,FALSE,2,\nNA,1,,x,\n');
    expect(table.schema.fields).toEqual([
      { name: 'number', type: 'float64' },
      { name: 'label', type: 'text' },
      { name: 'truth', type: 'bool' },
      { name: 'text', type: 'text' },
      { name: 'empty', type: 'text' },
    ]);
    const [columns] = await readAll(table);
    expect(columns!.number).toEqual({ type: 'float64', values: Float64Array.of(1, -0.0025, Number.NaN) });
    expect(columns!.truth).toEqual({ type: 'bool', values: Uint8Array.of(1, 0, 0), valid: Uint8Array.of(1, 1, 0) });
    expect(columns!.empty!.values).toEqual([null, null, null]);
  });

  it("'NA' in a text column stays: it is a peptide, and sodium", async () => {
    expect(await valuesOf('sequence\nNA\nGAVL\n')).toEqual({ sequence: ['NA', 'GAVL'] });
  });

  it('can be given', async () => {
    const options = { types: { a: 'text', b: 'int32', c: 'uint8' } } as const;
    expect(await valuesOf('a,b,c\n1,2,255\n', options)).toEqual({ a: ['1'], b: [2], c: [255] });
    await expect(openText('a\n1\n', { types: { z: 'text' } })).rejects.toThrow(/column 'z'.*columns are 'a'/);
  });

  it('numbers are the nearest floats', async () => {
    // Hard cases of decimal conversion: halfway values and many digits, besides plain ones.
    const texts = [
      '0.1',
      '-0',
      '123456789012345',
      '9007199254740993',
      '2.2250738585072011e-308',
      '1e23',
      '.5',
      '5.',
      '+7',
      '1e400',
    ];
    const { x } = await valuesOf(`x\n${texts.join('\n')}\n -inf \nnan\n`);
    expect(x).toEqual([...texts.map(Number), Number.NEGATIVE_INFINITY, Number.NaN]);
    expect(Object.is(x![1], -0)).toBe(true);
  });

  it('neighbours x[0], x[1] are one vector', async () => {
    const table = await openText('id,x[0],x[1],x[3]\na,1,2,3\nb,,5,6\n');
    expect(table.schema.fields).toEqual([
      { name: 'id', type: 'text' },
      { name: 'x', type: 'vector', width: 2 },
      { name: 'x[3]', type: 'float64' },
    ]);
    const [columns] = await readAll(table);
    expect(columns!.x).toEqual({ type: 'vector', width: 2, values: Float64Array.of(1, 2, Number.NaN, 5) });
  });
});

describe('malformed records', () => {
  it('are left out, counted, and known by line, reason and text', async () => {
    const text = 'a,b\n1,x\n2\n3,y,z\n"4"5,z\n6,"u\nv"\nseven,w\n8,x\n';
    const table = await openText(text, { sampleRows: 1 });
    const [columns] = await readAll(table);
    expect([...columns!.a!.values]).toEqual([1, 6, 8]);
    expect(table.malformed()).toEqual({
      count: 4,
      records: [
        { row: 3, status: 'malformed', message: 'the record has 1 cells where the header has 2', text: '2' },
        { row: 4, status: 'malformed', message: 'the record has 3 cells where the header has 2', text: '3,y,z' },
        { row: 5, status: 'malformed', message: expect.stringContaining('follows a closing quote'), text: '"4"5,z' },
        {
          row: 8,
          status: 'type',
          message: "column 'a': 'seven' is no number; if that is right, give the column the type text",
          text: 'seven,w',
        },
      ],
    });
  });

  it('a quote that is never closed costs the rest of the file, and says so', async () => {
    const { rows, count, records } = await malformedOf('a,b\n1,x\n2,"y\n3,z\n');
    expect({ rows, count }).toEqual({ rows: 1, count: 1 });
    expect(records[0]).toMatchObject({ row: 3, message: expect.stringContaining('never closed') });
  });

  it('a quote that is not closed within the limit costs no more than that, in bounded memory', async () => {
    const tail = '7,ok\n'.repeat(200_000);
    const { rows, count, records } = await malformedOf(`a,b\n1,x\n2,"y\n${tail}`, { maximumRecordBytes: 1000 });
    expect(count).toBe(1);
    expect(records[0]).toMatchObject({ row: 3, message: expect.stringContaining('not closed within 1000 bytes') });
    expect(rows).toBeGreaterThan(100_000);
  });

  it('lines without end are left out', async () => {
    const long = 'x'.repeat(700_000);
    const text = `a,b\n1,x\n${long},y\n2,z\n${long}`;
    const { rows, count, records } = await malformedOf(text, { maximumRecordBytes: 300_000 });
    expect({ rows, count }).toEqual({ rows: 2, count: 2 });
    expect(records.map(({ row, status }) => ({ row, status }))).toEqual([
      { row: 3, status: 'too-long' },
      { row: 5, status: 'too-long' },
    ]);
    expect(records[0]!.text).toHaveLength(200);
  });

  it('text that is not UTF-8 costs its line only', async () => {
    const text = Buffer.concat([Buffer.from('a,b\nü,x\n'), Buffer.from([0xfc, 0x2c, 0x78, 10]), Buffer.from('é,z\n')]);
    const { rows, count, records } = await malformedOf(text);
    expect({ rows, count }).toEqual({ rows: 2, count: 1 });
    expect(records[0]).toMatchObject({ row: 3, status: 'not-utf-8' });
  });

  it('are kept up to a limit, and counted beyond it', async () => {
    const { count, records } = await malformedOf(`a,b\n${'1\n'.repeat(50)}`, { malformedLimit: 3 });
    expect(count).toBe(50);
    expect(records.map(({ row }) => row)).toEqual([2, 3, 4]);
  });
});

describe('files that are no CSV', () => {
  const cases: readonly [string, string | Uint8Array, RegExp][] = [
    ['empty', '', /is empty/],
    ['only blank lines', '\n\n', /is empty/],
    ['UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), /is UTF-16/],
    ['binary', Buffer.from([1, 0, 2]), /is no text file/],
    ['a name twice', 'a,b,a\n1,2,3\n', /:1, column 'a': is named more than once: cells 1, 3$/],
    ['a name that cannot be used', 'a,__proto__\n1,2\n', /:1, column '__proto__': is no name for a column$/],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), /is no text file/],
    ['a header in an open quote', '"a,b\n1,2\n', /:1: its header cannot be read/],
    ['gzip that is cut', gzipSync('a,b\n1,2\n'.repeat(100)).subarray(0, 30), /gzip data ends too early/],
    [
      'gzip that is damaged',
      Buffer.concat([gzipSync('a').subarray(0, 10), Buffer.alloc(20, 0xff)]),
      /gzip data is damaged/,
    ],
  ];
  it.each(cases)('%s', async (_, text, message) => {
    await expect(openText(text)).rejects.toThrow(message);
  });

  it('a missing file', async () => {
    await expect(openCsv(join(folder, 'nowhere.csv'))).rejects.toThrow(
      /nowhere\.csv: cannot be read: there is no such file/,
    );
  });
});

describe('CSV written', () => {
  it('reads back the same', async () => {
    const path = join(folder, 'round.csv');
    const columns: Columns = {
      text: { type: 'text', values: ['plain', null, '', 'a,b', 'say "hi"', 'two\nlines', ' spaces ', 'ü𝒳'] },
      float: {
        type: 'float64',
        values: Float64Array.of(0.1, Number.NaN, -0, 1e-300, 5e-324, Number.NEGATIVE_INFINITY, 1e21, 3),
      },
      truth: {
        type: 'bool',
        values: Uint8Array.of(1, 0, 0, 1, 1, 0, 0, 1),
        valid: Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 1),
      },
      x: { type: 'vector', width: 2, values: Float64Array.from({ length: 16 }, (_, i) => i / 3) },
    };
    const fields = [
      { name: 'text', type: 'text' },
      { name: 'float', type: 'float64' },
      { name: 'truth', type: 'bool' },
      { name: 'x', type: 'vector', width: 2 },
    ] as const;
    const writer = await createCsvWriter(path, { fields, metadata: {} });
    await writer.append(columns);
    await writer.close();
    const table = await openCsv(path);
    expect(table.schema.fields).toEqual(fields);
    expect(await readAll(table)).toEqual([columns]);
  });
});
