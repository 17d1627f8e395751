import { expect, it } from 'vitest';
import { histogramLine, progressBar } from './bars.js';

it.each([0, 0.1, 0.33, 0.5, 0.999, 1, 1.7, -1])('a bar of %d has its width', (fraction) => {
  const { filled, rest } = progressBar(fraction, 20);
  expect([...filled, ...rest]).toHaveLength(20);
});

it('fills in proportion, to an eighth of a cell', () => {
  expect(progressBar(0.5, 4)).toEqual({ filled: '██', rest: '░░' });
  expect(progressBar(1 / 32, 4)).toEqual({ filled: '▏', rest: '░░░' });
});

it('draws counts against the largest, an empty bin as a gap', () => {
  expect(histogramLine([0, 1, 4, 8])).toBe(' ▁▄█');
  expect(histogramLine([])).toBe('');
});
