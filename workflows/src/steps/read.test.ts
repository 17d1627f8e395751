import { describe, expect, it } from 'vitest';
import { cells, memoryFile, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { read } from './read.js';

const columns = {
  smiles: { type: 'text', values: ['C', 'CC', 'CCC'] },
  name: { type: 'text', values: ['methane', 'ethane', 'propane'] },
} as const;
const first = {
  smiles: { type: 'text', values: ['C', 'CC'] },
  name: { type: 'text', values: ['methane', 'ethane'] },
} as const;
const second = { smiles: { type: 'text', values: ['CCC'] }, name: { type: 'text', values: ['propane'] } } as const;
const malformed = { row: 4, status: 'malformed', message: 'an unclosed quotation mark', text: '"CCCC' };
const files = new Map([['alkanes.csv', memoryFile(memoryTable(columns, [first, second]), [malformed])]]);

const run = (options: Partial<Parameters<typeof read.create>[0]>) =>
  runInMemory(read.create({ file: 'alkanes.csv', ...options }), { files });

describe('read', () => {
  it('hands on the table and tells of malformed records', async () => {
    const { tables, outcome, progress } = await run({});
    expect(tables.get('main')!.columns).toEqual(columns);
    expect(tables.get('bad')!.columns.message!.values).toEqual(['an unclosed quotation mark']);
    expect(cells(tables.get('bad')!.columns, 'row')).toEqual([4]);
    expect(outcome).toMatchObject({ badRows: 1, rowsRead: 4 });
    expect(progress.map(({ done, total }) => [done, total])).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it('selects columns by name and renames them', async () => {
    expect(Object.keys((await run({ columns: ['name'] })).tables.get('main')!.columns)).toEqual(['name']);
    const renamed = (await run({ columns: { structure: 'smiles' } })).tables.get('main')!;
    expect(renamed.columns).toEqual({ structure: columns.smiles });
    await expect(run({ columns: { structure: 'simles' } })).rejects.toThrow(
      "columns.structure: no column is named 'simles'",
    );
  });

  it.each([
    [1, ['C']],
    [2, ['C', 'CC']],
    [9, ['C', 'CC', 'CCC']],
  ])('stops after %i rows', async (limit, expected) => {
    expect((await run({ limit })).tables.get('main')!.columns.smiles!.values).toEqual(expected);
  });
});
