import { expect, it } from 'vitest';
import { bestEnergyText, digitsToTell, figureOf } from './figure.js';

it.each([
  [-3.21, -3.21, 'best energy -3.210'],
  [0, 0, 'best energy 0.000'],
  [Number.POSITIVE_INFINITY, 'none', 'best energy none'],
  [Number.NaN, 'none', 'best energy none'],
])('shows %d as people read it', (value, figure, text) => {
  expect(figureOf(value)).toBe(figure);
  expect(bestEnergyText(value)).toBe(text);
});

it.each([
  [1.01006, [0, 1.01], 5],
  [1.3, [0, 1.01], 4],
  [1.01, [0, 1.01], 4],
  [0.50630002, [0, 0.5063], 8],
  [Number.NaN, [0, 1], 4],
  [2, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], 4],
])('tells %d from %j with enough digits', (value, limits, digits) => {
  expect(digitsToTell(value, limits)).toBe(digits);
});
