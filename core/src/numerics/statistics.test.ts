import { describe, expect, it } from 'vitest';
import { RunningMoments } from './running-moments.js';
import { extent, mean, median, quantile, standardDeviation, variance } from './statistics.js';

const inf = Number.POSITIVE_INFINITY;
const floats = (...values: number[]) => Float64Array.from(values);

describe('moments', () => {
  it('match NIST StRD NumAcc3: mean 1000000.2, standard deviation 0.1, exactly', () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) =>
      i === 0 ? 1000000.2 : i % 2 === 1 ? 1000000.1 : 1000000.3,
    );
    expect(mean(values)).toBeCloseTo(1000000.2, 9);
    expect(standardDeviation(values)).toBeCloseTo(0.1, 9);
  });

  it('of few or no values', () => {
    expect(mean(floats())).toBeNaN();
    expect(mean(floats(3))).toBe(3);
    expect(variance(floats(3))).toBeNaN();
    expect(variance(floats(1, 3))).toBe(2);
  });

  it('of values that are not finite', () => {
    expect(mean(floats(1, inf, 2))).toBe(inf);
    expect(mean(floats(inf, inf))).toBe(inf);
    expect(mean(floats(-inf, 1, inf))).toBeNaN();
    expect(mean(floats(1, Number.NaN))).toBeNaN();
    expect(variance(floats(1, inf, 2))).toBeNaN();
  });

  it('merge as if all had been added in one place', () => {
    const [left, right, both] = [new RunningMoments(), new RunningMoments(), new RunningMoments()];
    for (const value of [1, 4, 9, 16]) left.add(value);
    for (const value of [25, 36]) right.add(value);
    for (const value of [1, 4, 9, 16, 25, 36]) both.add(value);
    left.merge(right);
    left.merge(new RunningMoments());
    expect(left.count).toBe(6);
    expect(left.mean).toBeCloseTo(91 / 6, 13);
    expect(left.variance).toBeCloseTo(both.variance, 12);
    const fresh = new RunningMoments();
    fresh.merge(both);
    expect([fresh.mean, fresh.variance]).toEqual([both.mean, both.variance]);
  });
});

describe('quantile', () => {
  // numpy.quantile([15, 20, 35, 40, 50], …), whose default is type 7.
  it.each([
    [0, 15],
    [0.05, 16],
    [0.3, 23],
    [0.4, 29],
    [0.5, 35],
    [1, 50],
  ])('at %f is %f', (probability, expected) => {
    expect(quantile(floats(40, 15, 50, 20, 35), probability)).toBeCloseTo(expected, 12);
  });

  it('keeps its input as it was', () => {
    const values = floats(3, 1, 2);
    expect(median(values)).toBe(2);
    expect(values).toEqual(floats(3, 1, 2));
  });

  it('passes infinities, and says NaN where there is no answer', () => {
    expect(median(floats(1, 2, inf))).toBe(2);
    expect(median(floats(1, inf))).toBe(inf);
    expect(quantile(floats(1, 2, inf, inf), 0.9)).toBe(inf);
    expect(median(floats(-inf, inf))).toBeNaN();
    expect(median(floats(1, Number.NaN, 2))).toBeNaN();
    expect(median(floats())).toBeNaN();
    expect(() => quantile(floats(1), 1.1)).toThrow('1.1');
  });
});

it('extent finds both ends', () => {
  expect(extent(floats(3, -1, inf))).toEqual({ low: -1, high: inf });
  expect(extent(floats())).toEqual({ low: Number.NaN, high: Number.NaN });
  expect(extent(floats(1, Number.NaN, 2)).low).toBeNaN();
});
