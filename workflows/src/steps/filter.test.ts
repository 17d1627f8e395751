import { type Columns, ConfigurationError } from '@basin/core';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { filter } from './filter.js';
import { memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';

const table = memoryTable({
  id: { type: 'text', values: ['a', 'b', 'c', 'd', 'e'] },
  mass: { type: 'float64', values: Float64Array.of(100, 200, 300, Number.NaN, 50) },
  rings: { type: 'int32', values: Int32Array.of(0, 1, 2, 3, 4), valid: Uint8Array.of(1, 1, 1, 1, 0) },
  energy: { type: 'float64', values: Float64Array.of(1, 2, 3, 4, 5) },
  status: { type: 'text', values: ['ok', 'ok', 'ok', 'ok', 'failed'] },
});

function textual(id: string[], assay: (string | null)[], digits: (string | null)[]): Columns {
  return {
    id: { type: 'text', values: id },
    assay: { type: 'text', values: assay },
    digits: { type: 'text', values: digits },
    active: { type: 'bool', values: new Uint8Array(id.length) },
  };
}

async function filtered(options: unknown) {
  const parsed = (filter.options as z.ZodType<Parameters<typeof filter.create>[0]>).parse(options);
  const run = await runInMemory(filter.create(parsed), { inputs: [memoryInput('rows', table)] });
  return { ids: run.tables.get('main')!.columns.id?.values ?? [], outcome: run.outcome };
}

describe('filter', () => {
  it.each([
    [{ column: 'mass', above: 100 }, ['b', 'c']],
    [{ column: 'mass', atLeast: 100 }, ['a', 'b', 'c']],
    [{ column: 'mass', below: 200 }, ['a']],
    [{ column: 'mass', atMost: 200, above: 100 }, ['b']],
    [{ column: 'mass', isMissing: true }, ['d']],
    [{ column: 'mass', isMissing: false }, ['a', 'b', 'c']],
    [{ column: 'id', equals: 'c' }, ['c']],
    [{ column: 'rings', equals: 2 }, ['c']],
    [{ column: 'rings', oneOf: [0, 3] }, ['a', 'd']],
  ])('keeps the rows with %j', async (condition, expected) => {
    expect((await filtered({ where: [condition] })).ids).toEqual(expected);
  });

  it('counts each row at the first condition that it fails, and bad rows apart', async () => {
    const { ids, outcome } = await filtered({ where: [{ column: 'mass', above: 100 }], maximumEnergy: 2 });
    expect(ids).toEqual(['b']);
    expect(outcome).toEqual({
      badRows: 0,
      rowsRead: 5,
      summary: { kept: 1, 'dropped by mass > 100:': 2, 'dropped by energy ≤ 2:': 1, 'dropped as bad:': 1 },
    });
  });

  it.each([
    [{}, "needs a condition: 'where' or 'maximumEnergy'"],
    [{ where: [{ column: 'mass' }] }, 'tests nothing'],
    [{ where: [{ column: 'mass', over: 1 }] }, 'over'],
  ])('refuses %j', async (options, message) => {
    await expect(filtered(options)).rejects.toThrow(message);
  });

  it.each([
    ['id', "'above' compares numbers, and column 'id' is of type text: row 1 has 'a'"],
    ['assay', "'above' compares numbers, and column 'assay' is of type text: row 4 has '> 10'"],
    ['digits', "'above' compares numbers, and column 'digits' is of type text"],
    ['active', "'above' compares numbers, and column 'active' is of type bool"],
  ])('refuses a test of order on %s, which holds no numbers', async (column, message) => {
    const pieces: readonly Columns[] = [
      textual(['a', 'b'], ['1.5', null], ['1', '2']),
      textual(['c', 'd'], ['2', '> 10'], ['3', null]),
    ];
    const inputs = [memoryInput('rows', memoryTable(pieces[0]!, pieces))];
    const run = runInMemory(filter.create({ where: [{ column, above: 1 }] }), { inputs });
    await expect(run).rejects.toThrow(new ConfigurationError([{ path: ['steps', 'tested', 'where', 0], message }]));
  });

  it('lets a text column without any value drop all rows, as missing values do', async () => {
    const inputs = [memoryInput('rows', memoryTable(textual(['a'], [null], [null])))];
    const { outcome } = await runInMemory(filter.create({ where: [{ column: 'assay', above: 1 }] }), { inputs });
    expect(outcome.summary).toMatchObject({ kept: 0, 'dropped by assay > 1:': 1 });
  });

  it('names the place of an unknown column', async () => {
    await expect(filtered({ where: [{ column: 'mas', above: 1 }] })).rejects.toThrow(
      "steps.tested.where.0.column: no column is named 'mas'; did you mean 'mass'?",
    );
  });
});
