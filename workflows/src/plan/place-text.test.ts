import { expect, it } from 'vitest';
import { placeText } from './place-text.js';

it.each([
  [{ done: 31_000, total: 50_000, unit: 'steps' }, '62 % (31,000 of 50,000 steps)'],
  [{ done: 999, total: 1000, unit: 'steps' }, '99 % (999 of 1,000 steps)'],
  [{ done: 31_000, unit: 'generations' }, '31,000 generations'],
])('places %o', (progress, text) => expect(placeText(progress)).toBe(text));
