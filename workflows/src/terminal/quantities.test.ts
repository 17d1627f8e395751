import { describe, expect, it } from 'vitest';
import { countOf, formatBytes, formatCount, formatDuration, formatEstimate, formatNumber } from './quantities.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('formatCount(%d)', (count, text) => expect(formatCount(count)).toBe(text));

it('counts one thing in the singular', () => {
  expect(countOf(1, 'row')).toBe('1 row');
  expect(countOf(0, 'row')).toBe('0 rows');
});

it.each([
  [0, '0'],
  [-3.21, '-3.21'],
  [1 / 3, '0.3333'],
  [2.5, '2.5'],
  [123456.789, '123457'],
  [0.00012346, '1.235e-4'],
  [6.02214076e23, '6.022e23'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NaN, 'NaN'],
])('formatNumber(%d)', (value, text) => expect(formatNumber(value)).toBe(text));

it.each([
  [2.39811, 0.01134, '2.398 ± 0.011'],
  [-0.00001, 0.0213, '0.000 ± 0.021'],
  [15.5243, 0, '15.5243'],
  [1234.5, 210, '1234.5 ± 210'],
  [8.20726e-8, 7.4e-8, '8.2e-8 ± 7.4e-8'],
  [1e-9, 7.4e-8, '1e-9 ± 7.4e-8'],
  [0, 7.4e-11, '0 ± 7.4e-11'],
  [1234567.8, 321, '1.23457e6 ± 3.2e2'],
  [3, Number.NaN, '3 ± unknown'],
  [Number.NEGATIVE_INFINITY, 0, '-∞'],
])('formatEstimate(%d, %d)', (value, error, text) => expect(formatEstimate(value, error)).toBe(text));

describe('formatDuration', () => {
  it.each([
    [0.417, '0.42 s'],
    [1.25, '1.3 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [3599.9, '1 h 00 min'],
    [7800, '2 h 10 min'],
  ])('%d s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [3 * 1024 ** 3, '3 GiB'],
])('formatBytes(%d)', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
