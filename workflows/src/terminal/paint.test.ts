import { describe, expect, it } from 'vitest';
import { wantsColours } from './paint.js';

describe('wantsColours', () => {
  const terminal = { isTTY: true, env: { TERM: 'xterm' }, argv: [] };

  it.each([
    ['a terminal', terminal, true],
    ['no terminal', { ...terminal, isTTY: false }, false],
    ['NO_COLOR', { ...terminal, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR, which does not count', { ...terminal, env: { NO_COLOR: '' } }, true],
    ['--no-color', { ...terminal, argv: ['run', '--no-color'] }, false],
    ['--no-color against FORCE_COLOR', { ...terminal, env: { FORCE_COLOR: '1' }, argv: ['--no-color'] }, false],
    ['FORCE_COLOR without a terminal', { isTTY: false, env: { FORCE_COLOR: '1' }, argv: [] }, true],
    ['FORCE_COLOR=0', { ...terminal, env: { FORCE_COLOR: '0' } }, false],
    ['a dumb terminal', { ...terminal, env: { TERM: 'dumb' } }, false],
  ])('%s', (_name, surroundings, expected) => {
    expect(wantsColours(surroundings)).toBe(expected);
  });
});
