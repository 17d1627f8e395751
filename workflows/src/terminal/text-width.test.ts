import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, padToWidth, printable, wrapProse } from './text-width.js';

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['β ≥ 1', 5],
    ['e\u0301', 1],
    ['水素', 4],
    ['\u001b[31mred\u001b[39m', 3],
  ])('%j takes %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

describe('cutToWidth', () => {
  it('leaves a text that fits', () => expect(cutToWidth('abc', 3)).toBe('abc'));
  it('marks a cut', () => expect(cutToWidth('abcdef', 4)).toBe('abc…'));
  it('never splits a wide character over the edge', () =>
    expect(displayWidth(cutToWidth('水素水素', 4))).toBeLessThanOrEqual(4));
  it('has nothing to show in no room', () => expect(cutToWidth('abc', 0)).toBe(''));
});

it('pads by cells, not by characters', () => {
  expect(padToWidth('水', 4)).toBe('水  ');
  expect(padToWidth('7', 3, 'left')).toBe('  7');
});

it('wraps at blanks and keeps a longer word whole', () => {
  expect(wrapProse('one two three-and-a-half four', 8)).toEqual(['one two', 'three-and-a-half', 'four']);
});

describe('printable', () => {
  it('shows escapes in place of obeying them', () => {
    expect(printable('a\u001b[2Jb\tc\nd\u009b')).toBe('a\\x1b[2Jb\\tc\\nd\\x9b');
  });
  it('shows direction marks, which can make a text read otherwise than it is', () => {
    expect(printable('a\u202eb')).toBe('a\\u202eb');
  });
});
