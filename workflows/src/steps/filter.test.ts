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
    [{ column: 'id', above: 1 }, []],
  ])('keeps the rows with %j', async (condition, expected) => {
    expect((await filtered({ where: [condition] })).ids).toEqual(expected);
  });

  it('counts each row at the first condition that it fails, and bad rows apart', async () => {
    const { ids, outcome } = await filtered({ where: [{ column: 'mass', above: 100 }], maximumEnergy: 2 });
    expect(ids).toEqual(['b']);
    expect(outcome).toEqual({
      badRows: 0,
      rowsRead: 5,
      summary: { kept: 1, 'dropped: not mass > 100': 2, 'dropped: not energy ≤ 2': 1, 'dropped: bad': 1 },
    });
  });

  it.each([
    [{}, "needs a condition: 'where' or 'maximumEnergy'"],
    [{ where: [{ column: 'mass' }] }, 'tests nothing'],
    [{ where: [{ column: 'mass', over: 1 }] }, 'over'],
  ])('refuses %j', async (options, message) => {
    await expect(filtered(options)).rejects.toThrow(message);
  });

  it('names the place of an unknown column', async () => {
    await expect(filtered({ where: [{ column: 'mas', above: 1 }] })).rejects.toThrow(
      "steps.tested.where.0.column: no column is named 'mas'; did you mean 'mass'?",
    );
  });
});
