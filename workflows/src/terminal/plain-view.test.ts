import { expect, it } from 'vitest';
import type { PlannedStep } from '../plan/plan.js';
import { PlainView } from './plain-view.js';

const designs: PlannedStep = {
  name: 'designs',
  step: 'sample',
  from: [],
  hash: '1',
  action: 'run',
  reason: 'its options changed',
};

function linesOf(
  total: number | undefined,
  observations: readonly (readonly [done: number, seconds: number])[],
): string[] {
  const lines: string[] = [];
  const view = new PlainView((text) => lines.push(text));
  view.show({ type: 'step-started', step: designs });
  for (const [done, seconds] of observations) {
    view.show({ type: 'step-progress', step: designs, progress: { done, total, unit: 'rows' }, seconds });
  }
  return lines;
}

it('writes a line for each tenth of the whole', () => {
  const observations = Array.from({ length: 1000 }, (_, i) => [i + 1, (i + 1) / 50] as const);
  const lines = linesOf(1000, observations);
  expect(lines[0]).toBe('designs: started (its options changed)\n');
  expect(lines).toHaveLength(11);
  expect(lines[1]).toMatch(/^designs: 10 %, 100\/1,000 rows, 50\/s, 18 s left\n$/);
});

it('writes a line each five seconds where the whole is not known', () => {
  const observations = Array.from({ length: 60 }, (_, i) => [i, i / 2] as const);
  expect(linesOf(undefined, observations)).toHaveLength(1 + 5);
});

it('writes no progress of a step that is over within a second', () => {
  const observations = Array.from({ length: 100 }, (_, i) => [i + 1, (i + 1) / 101] as const);
  expect(linesOf(100, observations)).toHaveLength(1);
});
