import { expect, it } from 'vitest';
import { rateShare, type ScheduleSettings } from './rate-schedule.js';

it.each<[string, ScheduleSettings, readonly number[]]>([
  ['constant after a warm-up', { constant: { warmUp: 3 } }, [0.25, 0.5, 0.75, 1, 1, 1, 1]],
  ['along a line', { linear: { warmUp: 0, end: 0.4 } }, [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4]],
  [
    'along half a cosine',
    { cosine: { warmUp: 2, end: 0 } },
    [1 / 3, 2 / 3, 1, 0.5 + Math.SQRT1_2 / 2, 0.5, 0.5 - Math.SQRT1_2 / 2, 0],
  ],
  ['by a factor', { steps: { warmUp: 1, every: 2, factor: 0.5 } }, [0.5, 1, 1, 0.5, 0.5, 0.25, 0.25]],
])('the rate goes %s', (_, settings, expected) => {
  expected.forEach((share, i) => {
    expect(rateShare(settings, i + 1, 7)).toBeCloseTo(share, 12);
  });
});

it('a run of one step has its full rate', () => {
  expect(rateShare({ cosine: { warmUp: 0, end: 0 } }, 1, 1)).toBe(1);
});
