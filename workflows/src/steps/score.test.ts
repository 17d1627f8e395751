import { all, any, type Energy, propertyEnergy, type TableSchema } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { cells, memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { NumberSpace } from './fixtures/number-space.js';
import { score } from './score.js';
import { expressionKey, termsKey } from './term-columns.js';

const absolute: Energy<Float64Array> = { evaluate: (batch) => batch.map(Math.abs) };
const root: Energy<Float64Array> = { evaluate: (batch) => batch.map(Math.sqrt) };
const small = propertyEnergy(absolute, 'm', { energy: (values) => values.map((v) => v / 2), derivative: (v) => v });
const either = any<Float64Array>([
  { name: 'near', energy: absolute, weight: 1 },
  { name: 'far', energy: { evaluate: (batch) => batch.map((x) => 10 - x) }, weight: 1 },
]);
const energy = all<Float64Array>([
  { name: 'size', energy: small, weight: 3 },
  { name: 'root', energy: root, weight: 2 },
  { name: 'either', energy: either, weight: 1 },
]);

const input = {
  id: { type: 'text', values: ['a', 'b', 'c', 'd'] },
  x: { type: 'float64', values: Float64Array.of(4, Number.NaN, -9, 1) },
} as const;

async function scored(parts: { energy: Energy<Float64Array>; label?: string }, table = memoryTable(input)) {
  const { energy, label } = parts;
  return runInMemory(score.create({}), {
    inputs: [memoryInput('rows', table)],
    space: new NumberSpace() as never,
    energy: energy as never,
    ...(label === undefined ? {} : { expression: { label, weight: 1, form: 'named', name: label } as const }),
  });
}

function numbers(run: Awaited<ReturnType<typeof scored>>, column: string): number[] {
  return Array.from(run.tables.get('main')!.columns[column]!.values as Float64Array);
}

function columnNames(schema: TableSchema): string[] {
  return schema.fields.map(({ name }) => name);
}

describe('score', () => {
  it('keeps every row and gives energies, values and parts that add up', async () => {
    const run = await scored({ energy });
    const { schema, columns } = run.tables.get('main')!;
    expect(columnNames(schema)).toEqual([
      'id',
      'x',
      'energy',
      'size',
      'size.energy',
      'root.energy',
      'either.energy',
      'either.near.energy',
      'either.far.energy',
      'status',
      'error',
    ]);
    expect(schema.fields.find(({ name }) => name === 'size')!.unit).toBe('m');
    expect(numbers(run, 'size')).toEqual([4, Number.NaN, Number.NaN, 1]);
    expect(numbers(run, 'size.energy')).toEqual([6, Number.NaN, Number.NaN, 1.5]);
    expect(numbers(run, 'root.energy')).toEqual([4, Number.NaN, Number.NaN, 2]);
    expect(numbers(run, 'either.near.energy')[0]).toBe(4);
    const total = numbers(run, 'energy');
    const parts = ['size.energy', 'root.energy', 'either.energy'].map((name) => numbers(run, name));
    for (const row of [0, 3]) expect(parts.reduce((sum, part) => sum + part[row]!, 0)).toBeCloseTo(total[row]!, 12);
    expect(total[0]).toBeCloseTo(6 + 4 - Math.log(Math.exp(-4) + Math.exp(-6)), 12);
    expect(columns.energy).toMatchObject({ valid: Uint8Array.of(1, 0, 0, 1) });
    expect(columns.id!.values).toEqual(['a', 'b', 'c', 'd']);
  });

  it('says of a bad row why it is bad, in the table and beside it', async () => {
    const { tables, outcome } = await scored({ energy });
    expect(tables.get('main')!.columns.status!.values).toEqual(['ok', 'missing', 'non-finite', 'ok']);
    expect(tables.get('main')!.columns.error!.values).toEqual([
      null,
      'x is missing',
      "energy 'root' is NaN for this state",
      null,
    ]);
    expect(cells(tables.get('bad')!.columns, 'row')).toEqual([2, 3]);
    expect(tables.get('bad')!.columns.text!.values).toEqual(['b', 'c']);
    expect(outcome).toMatchObject({ badRows: 2, rowsRead: 4 });
  });

  it('gives the same rows whatever the batches are', async () => {
    const whole = await scored({ energy });
    const halves = [0, 2].map((start) => ({
      id: { type: 'text', values: input.id.values.slice(start, start + 2) } as const,
      x: { type: 'float64', values: input.x.values.slice(start, start + 2) } as const,
    }));
    const split = await scored({ energy }, memoryTable(input, halves));
    expect(split.tables.get('main')!.columns).toEqual(whole.tables.get('main')!.columns);
    expect(split.tables.get('bad')!.columns).toEqual(whole.tables.get('bad')!.columns);
  });

  it('knows its columns where there are no rows, or only bad ones', async () => {
    const whole = columnNames((await scored({ energy })).tables.get('main')!.schema);
    const none = await scored({ energy }, memoryTable(input, []));
    expect(columnNames(none.tables.get('main')!.schema)).toEqual(whole);
    expect(none.outcome).toMatchObject({ badRows: 0, rowsRead: 0 });
    const bad = {
      id: { type: 'text', values: ['z'] },
      x: { type: 'float64', values: Float64Array.of(Number.NaN) },
    } as const;
    const onlyBad = await scored({ energy }, memoryTable(bad));
    expect(columnNames(onlyBad.tables.get('main')!.schema)).toEqual(whole);
    expect(onlyBad.outcome).toMatchObject({ badRows: 1, rowsRead: 1 });
  });

  it('names the value of a single property by its label and repeats no energy', async () => {
    const run = await scored({ energy: small, label: 'length' });
    const { schema } = run.tables.get('main')!;
    expect(columnNames(schema)).toEqual(['id', 'x', 'energy', 'length', 'status', 'error']);
    expect(JSON.parse(schema.metadata[termsKey]!)).toEqual([
      { path: 'length', join: 'leaf', role: 'part', value: 'length', unit: 'm' },
    ]);
    expect(JSON.parse(schema.metadata[expressionKey]!)).toMatchObject({ label: 'length' });
  });

  it('never replaces a column of the input', async () => {
    const table = memoryTable({
      ...input,
      length: { type: 'text', values: ['long', 'long', 'short', 'short'] },
      energy: { type: 'float64', values: Float64Array.of(-7, -8, -9, -10) },
    });
    const first = await scored({ energy: small, label: 'length' }, table);
    const { columns, schema } = first.tables.get('main')!;
    const names = ['id', 'x', 'length', 'energy (2)', 'energy', 'length (2)', 'status', 'error'];
    expect(columnNames(schema)).toEqual(names);
    expect(columns.length!.values).toEqual(['long', 'long', 'short', 'short']);
    expect(numbers(first, 'energy (2)')).toEqual([-7, -8, -9, -10]);
    expect(numbers(first, 'length (2)')).toEqual([4, Number.NaN, 9, 1]);
    const again = await scored({ energy: small, label: 'length' }, memoryTable(columns, [columns], schema));
    expect(columnNames(again.tables.get('main')!.schema).toSorted()).toEqual(names.toSorted());
    expect(numbers(again, 'energy (2)')).toEqual([-7, -8, -9, -10]);
  });

  it('keeps the states themselves where a term is called like their column', async () => {
    const run = await scored({ energy: small, label: 'x' });
    expect(numbers(run, 'x')).toEqual([4, Number.NaN, -9, 1]);
    expect(numbers(run, 'x (2)')).toEqual([4, Number.NaN, 9, 1]);
  });

  it('replaces the energies of an earlier scoring', async () => {
    const first = await scored({ energy });
    const { columns, schema } = first.tables.get('main')!;
    const again = await scored({ energy: small, label: 'size' }, memoryTable(columns, [columns], schema));
    expect(columnNames(again.tables.get('main')!.schema)).toEqual(['id', 'x', 'energy', 'size', 'status', 'error']);
    expect(numbers(again, 'energy')).toEqual([2, Number.NaN, 4.5, 0.5]);
  });
});
