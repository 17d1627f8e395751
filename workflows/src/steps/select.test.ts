import type { Columns } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { cells, memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { NumberSpace } from './fixtures/number-space.js';
import { select } from './select.js';

const columns = {
  id: { type: 'text', values: ['a', 'b', 'c', 'd', 'e', 'f'] },
  x: { type: 'float64', values: Float64Array.of(3, 1, 1.1, 9, 0, 5) },
  energy: { type: 'float64', values: Float64Array.of(3, 1, 1, Number.NaN, 0.5, 2) },
  status: { type: 'text', values: ['ok', 'ok', 'ok', 'ok', 'invalid', 'ok'] },
} as const satisfies Columns;

type Options = Parameters<typeof select.create>[0];

async function selected(options: Options, table = memoryTable(columns)) {
  const run = await runInMemory(select.create(options), {
    inputs: [memoryInput('rows', table)],
    space: new NumberSpace() as never,
  });
  return { ...run, main: run.tables.get('main')!.columns, schema: run.tables.get('main')!.schema };
}

describe('select top', () => {
  it('takes the least values, best first, the earlier of equals first, without bad or missing rows', async () => {
    const { main, outcome } = await selected({ top: { by: 'energy', direction: 'minimise', count: 3 } });
    expect(main.id!.values).toEqual(['b', 'c', 'f']);
    expect(outcome).toEqual({ badRows: 0, rowsRead: 6, summary: { chosen: 3, 'last value chosen': 2, bad: 1 } });
  });

  it('takes the largest when asked', async () => {
    const { main } = await selected({ top: { by: 'x', direction: 'maximise', count: 2 } });
    expect(main.id!.values).toEqual(['d', 'f']);
  });

  it('gives what sorting the whole table gives, over many batches', async () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 613);
    const batches = Array.from({ length: 50 }, (_, b) => ({
      row: { type: 'int32', values: Int32Array.from({ length: 100 }, (_value, i) => b * 100 + i) } as const,
      energy: { type: 'float64', values: values.slice(b * 100, b * 100 + 100) } as const,
    }));
    const { main } = await selected(
      { top: { by: 'energy', direction: 'minimise', count: 40 } },
      memoryTable(batches[0]!, batches),
    );
    const sorted = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
    expect(cells(main, 'row')).toEqual(sorted.slice(0, 40));
  });

  it('says what columns there are when one is misnamed', async () => {
    await expect(selected({ top: { by: 'enregy', direction: 'minimise', count: 1 } })).rejects.toThrow(
      "steps.tested.top.by: no column is named 'enregy'; did you mean 'energy'?",
    );
  });
});

describe('select pareto', () => {
  // Schaffer's picture: a–d are the front, e is beaten by b, f by e and all that beats e.
  const points = {
    id: { type: 'text', values: ['f', 'a', 'b', 'c', 'd', 'e', 'g'] },
    cost: { type: 'float64', values: Float64Array.of(5, 1, 2, 4, 6, 3, Number.NaN) },
    gain: { type: 'float64', values: Float64Array.of(3, 1, 5, 6, 7, 4, 9) },
  } as const;
  const objectives = [
    { column: 'cost', direction: 'minimise' as const },
    { column: 'gain', direction: 'maximise' as const },
  ];

  it('takes the first front, those that stand alone first', async () => {
    const { main, outcome, schema } = await selected({ pareto: { objectives } }, memoryTable(points));
    expect(main.id!.values).toEqual(['a', 'd', 'b', 'c']);
    expect(cells(main, 'front')).toEqual([1, 1, 1, 1]);
    // b: (4 − 1)/5 + (6 − 1)/6; c: (6 − 2)/5 + (7 − 5)/6.
    expect(cells(main, 'crowding')).toEqual([Infinity, Infinity, 3 / 5 + 5 / 6, 4 / 5 + 2 / 6]);
    expect(outcome.summary).toEqual({ chosen: 4, 'without a value': 1, bad: 0 });
    expect(schema.fields.map(({ name }) => name)).toEqual(['id', 'cost', 'gain', 'front', 'crowding']);
  });

  it('goes on to the next fronts until there are enough', async () => {
    const { main } = await selected({ pareto: { objectives, count: 6 } }, memoryTable(points));
    expect(main.id!.values).toEqual(['a', 'd', 'b', 'c', 'e', 'f']);
    expect(cells(main, 'front')).toEqual([1, 1, 1, 1, 2, 3]);
  });
});

describe('select diverse', () => {
  it('takes the best, then the best that is far enough from all taken', async () => {
    const { main, schema } = await selected({
      diverse: { by: 'energy', direction: 'minimise', count: 10, maximumSimilarity: 0.4, pool: 100 },
    });
    expect(main.id!.values).toEqual(['b', 'f', 'a']);
    expect(cells(main, 'nearest')).toEqual([Number.NaN, 1 / 5, 1 / 3]);
    expect(main.nearest).toMatchObject({ valid: Uint8Array.of(0, 1, 1) });
    expect(schema.fields.at(-1)!.description).toContain('closeness');
  });

  it('looks at the pool alone and stops at the count', async () => {
    const options = { by: 'energy', direction: 'minimise', maximumSimilarity: 0.4 } as const;
    const small = await selected({ diverse: { ...options, count: 10, pool: 2 } });
    expect(small.main.id!.values).toEqual(['b']);
    const few = await selected({ diverse: { ...options, count: 2, pool: 100 } });
    expect(few.main.id!.values).toEqual(['b', 'f']);
  });
});
