import { describe, expect, it } from 'vitest';
import { layOutTable } from './text-table.js';
import { displayWidth } from './text-width.js';

describe('layOutTable', () => {
  const columns = [{ title: 'name' }, { title: 'count', align: 'right' as const }];

  it('aligns texts left and numbers right', () => {
    expect(
      layOutTable(
        columns,
        [
          ['water', '7'],
          ['a', '1200'],
        ],
        { width: 40 },
      ),
    ).toEqual(['name   count', 'water      7', 'a       1200']);
  });

  it('cuts the widest column first and never passes the width', () => {
    const lines = layOutTable(columns, [['x'.repeat(60), '12']], { width: 24 });
    expect(lines[1]).toBe(`${'x'.repeat(16)}…     12`);
  });

  it('runs on in further lines where a column wraps', () => {
    const wrapping = [{ title: 'name' }, { title: 'meaning', wrap: true }];
    expect(layOutTable(wrapping, [['count', 'how many designs to keep']], { width: 22 })).toEqual([
      'name   meaning',
      'count  how many',
      '       designs to keep',
    ]);
  });

  it('leaves out what cannot fit and says so', () => {
    const many = Array.from({ length: 9 }, (_, j) => ({ title: `column-${j}` }));
    const lines = layOutTable(many, [many.map(() => 'abcdefghijkl')], { width: 40 });
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
    expect(lines.at(-1)).toMatch(/^and 5 more: column-4/);
  });
});
