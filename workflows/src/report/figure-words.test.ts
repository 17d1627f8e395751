import { describe, expect, it } from 'vitest';
import { estimateWords, figureWords } from './figure-words.js';

describe('figureWords', () => {
  it.each([
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'infinite'],
    [Number.NEGATIVE_INFINITY, 'minus infinity'],
    [-1.25, '−1.25'],
  ])('%d', (value, words) => expect(figureWords(value)).toBe(words));
});

describe('estimateWords', () => {
  it.each([
    [2.39812, 0.0114, '2.398 ± 0.011'],
    [-0.00002, 0.013, '0.000 ± 0.013'],
    [-1.5, 0.25, '−1.50 ± 0.25'],
    [1234.5, 37, '1235 ± 37'],
    [15.52191546, 0, '15.52191546'],
    [1, Number.NaN, '1 ± unknown'],
    [Number.NaN, 1, 'unknown'],
    [8.20726e-8, 7.4e-8, '8.2 × 10⁻⁸ ± 7.4 × 10⁻⁸'],
    [3, 1e-12, '3 ± 1 × 10⁻¹²'],
  ])('%d ± %d', (value, error, words) => expect(estimateWords(value, error)).toBe(words));
});
