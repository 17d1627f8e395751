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

it('says where a step goes on from, and counts only what it does from there', () => {
  const lines: string[] = [];
  const view = new PlainView((text) => lines.push(text));
  const reason = 'unfinished, goes on from 62 % (31,000 of 50,000 steps)';
  const step: PlannedStep = { ...designs, reason, goesOnFrom: { done: 31_000, total: 50_000, unit: 'steps' } };
  view.show({ type: 'step-started', step });
  view.show({ type: 'step-progress', step, progress: { done: 31_000, total: 50_000, unit: 'steps' }, seconds: 0.5 });
  view.show({ type: 'step-progress', step, progress: { done: 31_500, total: 50_000, unit: 'steps' }, seconds: 5.5 });
  expect(lines).toEqual([
    'designs: unfinished, goes on from 62 % (31,000 of 50,000 steps)\n',
    'designs: 63 %, 31,500/50,000 steps, 100/s, 3 min 05 s left\n',
  ]);
});

it('writes a line each five seconds where the whole is not known', () => {
  const observations = Array.from({ length: 60 }, (_, i) => [i, i / 2] as const);
  expect(linesOf(undefined, observations)).toHaveLength(1 + 5);
});

it('writes no progress of a step that is over within a second', () => {
  const observations = Array.from({ length: 100 }, (_, i) => [i + 1, (i + 1) / 101] as const);
  expect(linesOf(100, observations)).toHaveLength(1);
});
