import type { Columns, Table } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { inspectTable } from './inspect-table.js';
import { plainPaint } from './paint.js';
import { showTable } from './show-table.js';
import { displayWidth } from './text-width.js';

const batches: Columns[] = [
  {
    smiles: { type: 'text', values: ['CCO', 'CCN', null] },
    energy: { type: 'float64', values: Float64Array.of(1, Number.NaN, 3) },
    good: { type: 'bool', values: Uint8Array.of(1, 0, 1) },
  },
  {
    smiles: { type: 'text', values: ['CCO', '\u001b[31mC'] },
    energy: { type: 'float64', values: Float64Array.of(8, Number.POSITIVE_INFINITY) },
    good: { type: 'bool', values: Uint8Array.of(1, 1), valid: Uint8Array.of(1, 0) },
  },
];

const table: Table = {
  schema: {
    fields: [
      { name: 'smiles', type: 'text' },
      { name: 'energy', type: 'float64', unit: 'eV' },
      { name: 'good', type: 'bool' },
    ],
    metadata: { 'basin.step': 'designs' },
  },
  rowCount: undefined,
  async *batches() {
    yield* batches;
  },
};

describe('inspectTable', () => {
  it('sums up each column over all batches', async () => {
    const { rowCount, columns } = await inspectTable(table, 2);
    expect(rowCount).toBe(5);
    expect(columns[0]).toMatchObject({ missing: 1, distinct: 3, distinctIsAtLeast: false });
    expect(columns[1]).toMatchObject({ missing: 1, infinite: 1, minimum: 1, maximum: 8, mean: 4, unit: 'eV' });
    // Bins of width 7/12 from 1: 1 → first, 3 → ⌊2·12/7⌋ = 3, 8 → the last, which is closed.
    expect(columns[1]?.histogram).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(columns[2]).toMatchObject({ missing: 1, mean: 0.75 });
  });

  it('keeps the first rows across batches, missing values as null', async () => {
    const { firstRows } = await inspectTable(table, 4);
    expect(firstRows).toEqual([
      ['CCO', 1, true],
      ['CCN', null, false],
      [null, 3, true],
      ['CCO', 8, true],
    ]);
  });

  it.each([40, 60, 80, 200])('shows them within %i cells, with no escape of the file', async (width) => {
    const lines = showTable(
      'designs.arrow',
      await inspectTable(table, 5),
      { count: 0, records: [] },
      width,
      plainPaint,
    );
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(lines[0]).toBe('designs.arrow  5 rows, 3 columns');
    expect(lines.join('\n')).not.toContain('\u001b');
    if (width >= 80) expect(lines.join('\n')).toContain('▕█  █       █▏  1 infinite');
  });
});
