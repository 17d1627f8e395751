import { expect, it } from 'vitest';
import { histogram } from './histogram.js';

const inf = Number.POSITIVE_INFINITY;

it('counts half-open bins, the last one closed', () => {
  const values = Float64Array.of(0, 0.9, 1, 1.5, 2, 3, 4, -0.1, 4.1, inf, Number.NaN);
  const { edges, counts, outside } = histogram(values, 4, { low: 0, high: 4 });
  expect(Array.from(edges)).toEqual([0, 1, 2, 3, 4]);
  expect(Array.from(counts)).toEqual([2, 2, 1, 2]);
  expect(outside).toBe(4);
});

it('puts every edge into the bin that it opens, also where edges are not exact', () => {
  const { edges } = histogram(new Float64Array(0), 10, { low: 0.1, high: 0.8 });
  const { counts } = histogram(edges, 10, { low: 0.1, high: 0.8 });
  expect(Array.from(counts)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
});

it('refuses ranges and bins that cannot be', () => {
  const values = Float64Array.of(1);
  expect(() => histogram(values, 0, { low: 0, high: 1 })).toThrow('number of bins is 0');
  expect(() => histogram(values, 2, { low: 1, high: 1 })).toThrow('1 to 1');
  expect(() => histogram(values, 2, { low: 0, high: inf })).toThrow('0 to Infinity');
});
