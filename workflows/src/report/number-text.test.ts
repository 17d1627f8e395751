import { describe, expect, it } from 'vitest';
import { costText, durationText, numberText, quantityText } from './number-text.js';

describe('numberText', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [2.23607, '2.236'],
    [-2.5, '−2.5'],
    [350.24, '350.2'],
    [12345.6, '12\u2009346'],
    [1234567, '1\u2009234\u2009567'],
    [0.00012346, '0.0001235'],
    [0.000012346, '1.235 × 10⁻⁵'],
    [-6.02214e23, '−6.022 × 10²³'],
    [9.9999, '10'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, '–'],
  ])('shows %d as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

it.each([
  [0.1234, '0.123'],
  [0.0001, '< 0.001'],
  [-0.0001, '> −0.001'],
  [-1.5, '−1.500'],
  [0, '0'],
  [Number.POSITIVE_INFINITY, '∞'],
])('shows the cost %d as %s', (cost, text) => {
  expect(costText(cost)).toBe(text);
});

it.each([
  [0.42, '0.42 s'],
  [59.9, '60 s'],
  [192, '3 min 12 s'],
  [7500, '2 h 5 min'],
])('shows %d seconds as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it('shows a unit, and none for a pure number', () => {
  expect(quantityText(46.07, 'g/mol')).toBe('46.07 g/mol');
  expect(quantityText(2, '1')).toBe('2');
});
