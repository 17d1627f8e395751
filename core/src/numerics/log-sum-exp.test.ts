import { describe, expect, it } from 'vitest';
import { logAddExp, logMeanExp, logSumExp } from './log-sum-exp.js';

const inf = Number.POSITIVE_INFINITY;
const floats = (...values: number[]) => Float64Array.from(values);

describe('logSumExp', () => {
  it.each([
    [[0, 0], Math.LN2],
    [[Math.log(1), Math.log(2), Math.log(3)], Math.log(6)],
    [[1000, 1000, 1000], 1000 + Math.log(3)],
    [[-1000, -1000], -1000 + Math.LN2],
    [[-1e308, 5], 5],
    [[-inf, 2], 2],
    [[-inf, -inf], -inf],
    [[], -inf],
    [[inf, 1], inf],
    [[inf, -inf], inf],
    [[Number.NaN, 1], Number.NaN],
    [[inf, Number.NaN], Number.NaN],
  ])('of %j is %f', (values, expected) => {
    if (Number.isFinite(expected)) expect(logSumExp(floats(...values))).toBeCloseTo(expected, 12);
    else expect(logSumExp(floats(...values))).toBe(expected);
  });

  it.each([
    [[0, 0], [1, 3], Math.log(4)],
    [[Math.log(5), 7], [2, 0], Math.log(10)],
    [[inf, 1], [0, 1], 1],
    [[Number.NaN, 1], [0, 1], 1],
    [[1, 2], [0, 0], -inf],
    [[-1000, -1000], [1e300, 1e300], -1000 + Math.log(2e300)],
    [[-400, -1200], [5e-324, 1], -400 + Math.log(5e-324)],
  ])('of %j with weights %j is %f', (values, weights, expected) => {
    const result = logSumExp(floats(...values), floats(...weights));
    if (Number.isFinite(expected)) expect(result).toBeCloseTo(expected, 10);
    else expect(result).toBe(expected);
  });

  it.each([-1, inf, Number.NaN])('refuses the weight %f', (weight) => {
    expect(() => logSumExp(floats(1, 2), floats(1, weight))).toThrow(`weight 1 is ${weight}`);
  });

  it('refuses missing weights', () => {
    expect(() => logSumExp(floats(1, 2), floats(1))).toThrow('1 weights for 2 values');
  });
});

it('logMeanExp is the logarithm of the mean', () => {
  expect(logMeanExp(floats(Math.log(2), Math.log(4)))).toBeCloseTo(Math.log(3), 14);
  expect(logMeanExp(floats())).toBeNaN();
});

it.each([
  [1, 2, Math.log(Math.E + Math.E ** 2)],
  [-1e4, 0, 0],
  [-inf, -inf, -inf],
  [inf, -inf, inf],
  [Number.NaN, 1, Number.NaN],
])('logAddExp(%f, %f) is %f', (a, b, expected) => {
  if (Number.isFinite(expected)) expect(logAddExp(a, b)).toBeCloseTo(expected, 14);
  else expect(logAddExp(a, b)).toBe(expected);
});
