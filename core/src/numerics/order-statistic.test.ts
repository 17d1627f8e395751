import { expect, it } from 'vitest';
import { orderStatistic } from './order-statistic.js';
import { randomStream } from './random-stream.js';

const rng = randomStream(4, 'ranks');

const drawn = {
  spread: () => rng.normal(),
  'mostly equal': () => rng.integer(3),
  'partly infinite': () => (rng.integer(2) === 0 ? Number.POSITIVE_INFINITY : rng.uniform()),
};

it.each(Object.entries(drawn))('orderStatistic puts every rank of %s values in its place', (_, draw) => {
  for (const length of [1, 2, 3, 10, 101]) {
    const values = Float64Array.from({ length }, draw);
    const sorted = values.toSorted();
    for (let rank = 0; rank < length; rank++) {
      const parted = values.slice();
      expect(orderStatistic(parted, rank)).toBe(sorted[rank]);
      expect(parted.subarray(0, rank).every((value) => value <= sorted[rank]!)).toBe(true);
      expect(parted.subarray(rank).every((value) => value >= sorted[rank]!)).toBe(true);
      expect(parted.toSorted()).toEqual(sorted);
    }
  }
});

it('orderStatistic of values in order, ascending or descending, is as quick', () => {
  const values = Float64Array.from({ length: 100_001 }, (_, i) => i);
  expect(orderStatistic(values, 50_000)).toBe(50_000);
  expect(orderStatistic(values.reverse(), 50_000)).toBe(50_000);
});
