import { expect, it } from 'vitest';
import { columnLength, rowCountOf } from './columns.js';

it('rows of a column are its values, or its values by its width', () => {
  expect(columnLength({ type: 'text', values: ['a', null] })).toBe(2);
  expect(columnLength({ type: 'float64', values: new Float64Array(3) })).toBe(3);
  expect(columnLength({ type: 'vector', values: new Float64Array(6), width: 3 })).toBe(2);
  expect(columnLength({ type: 'bytes', values: new Uint8Array(8), width: 2 })).toBe(4);
});

it('rows of a set of columns are those of any, and none where there is none', () => {
  expect(rowCountOf({})).toBe(0);
  expect(
    rowCountOf({
      sites: { type: 'bytes', values: new Uint8Array(8), width: 4 },
      x: { type: 'text', values: ['', ''] },
    }),
  ).toBe(2);
});
