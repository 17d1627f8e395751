import { expect, it } from 'vitest';
import { plainPaint } from './paint.js';
import { sourceExcerpt } from './source-excerpt.js';
import { displayWidth } from './text-width.js';

const source = 'plugins: []\nenergy:\n  molecules/logp: { between: [1, 3] }\n';

it('marks the value that a position points at', () => {
  expect(sourceExcerpt(source, { file: 'w.yaml', line: 3, column: 3 }, 80, plainPaint)).toEqual([
    '    3 │   molecules/logp: { between: [1, 3] }',
    '      │   ^^^^^^^^^^^^^^',
  ]);
});

it('marks one cell where nothing stands', () => {
  expect(sourceExcerpt(source, { file: 'w.yaml', line: 1, column: 12 }, 80, plainPaint)[1]).toBe(
    `      │ ${' '.repeat(11)}^`,
  );
});

it('keeps the place in view on a long line', () => {
  const long = `${'a, '.repeat(100)}WRONG, ${'b, '.repeat(100)}`;
  const [line = '', marks = ''] = sourceExcerpt(long, { file: 'w.yaml', line: 1, column: 301 }, 60, plainPaint);
  expect(displayWidth(line)).toBeLessThanOrEqual(60);
  expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('WRONG');
});

it('stays in line behind tabs, which are shown as they are written', () => {
  const [line = '', marks = ''] = sourceExcerpt('a:\tWRONG', { file: 'w.yaml', line: 1, column: 4 }, 60, plainPaint);
  expect(line.slice(marks.indexOf('^'))).toBe('WRONG');
});

it('has nothing to show of a line that is not there', () => {
  expect(sourceExcerpt(source, { file: 'w.yaml', line: 99, column: 1 }, 80, plainPaint)).toEqual([]);
});
