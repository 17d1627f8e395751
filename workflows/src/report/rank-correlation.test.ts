import { expect, it } from 'vitest';
import { meanRanks, rankCorrelation } from './rank-correlation.js';

const x = Float64Array.of(1, 2, 2, 4, 5, 7, 7, 7);
const y = Float64Array.of(9, 3, 5, 5, 1, 2, 0, 4);

it('shares ranks between equal values', () => {
  expect(Array.from(meanRanks(x))).toEqual([0, 1.5, 1.5, 3, 4, 6, 6, 6]);
});

it('correlates ranks', () => {
  // numpy.corrcoef of the mean ranks.
  expect(rankCorrelation(x, y)).toBeCloseTo(-0.7100930349938696, 12);
  expect(
    rankCorrelation(
      x,
      x.map((value) => value ** 3),
    ),
  ).toBeCloseTo(1, 12);
  expect(rankCorrelation(x, new Float64Array(8))).toBeNaN();
});
