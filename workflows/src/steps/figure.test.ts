import { expect, it } from 'vitest';
import { bestEnergyText, figureOf } from './figure.js';

it.each([
  [-3.21, -3.21, 'best energy -3.210'],
  [0, 0, 'best energy 0.000'],
  [Number.POSITIVE_INFINITY, 'none', 'best energy none'],
  [Number.NaN, 'none', 'best energy none'],
])('shows %d as people read it', (value, figure, text) => {
  expect(figureOf(value)).toBe(figure);
  expect(bestEnergyText(value)).toBe(text);
});
