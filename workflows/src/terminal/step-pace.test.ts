import { expect, it } from 'vitest';
import { StepPace } from './step-pace.js';

const rows = (done: number) => ({ done, unit: 'rows' });

it('counts only the work of this process where a step goes on', () => {
  const pace = new StepPace({ done: 31_000, unit: 'steps' });
  // Reading what was kept takes its time, and the first report may be of work that the note had not yet told.
  pace.observe({ done: 31_000, unit: 'steps' }, 3);
  expect(pace.rate).toBeUndefined();
  pace.observe({ done: 31_100, unit: 'steps' }, 4);
  expect(pace.rate).toBeCloseTo(100, 10);
  expect(pace.secondsLeft(50_000)).toBeCloseTo(189, 10);
});

it('begins anew when other things are counted', () => {
  const pace = new StepPace();
  pace.observe({ done: 5000, unit: 'steps' }, 10);
  pace.observe({ done: 20, unit: 'draws' }, 11);
  expect(pace.rate).toBeCloseTo(20, 10);
});

it('knows a constant rate and the time left', () => {
  const pace = new StepPace();
  for (let second = 1; second <= 10; second++) pace.observe(rows(50 * second), second);
  expect(pace.rate).toBeCloseTo(50, 10);
  expect(pace.secondsLeft(1000)).toBeCloseTo(10, 10);
});

it('follows a change within its memory of five seconds', () => {
  const pace = new StepPace();
  pace.observe(rows(100), 1);
  for (let second = 1; second <= 5; second++) pace.observe(rows(100 + 10 * second), 1 + second);
  // Weights e^(−t/5): the first second has that of one second, one time constant ago, out of six seconds.
  const share = (Math.exp(-1) * (1 - Math.exp(-0.2))) / (1 - Math.exp(-1.2));
  expect(pace.rate).toBeCloseTo(10 + 90 * share, 10);
});

it('promises nothing where nobody can know', () => {
  const pace = new StepPace();
  expect(pace.secondsLeft(10)).toBeUndefined();
  pace.observe(rows(0), 3);
  expect(pace.secondsLeft(10)).toBeUndefined();
  pace.observe(rows(5), 4);
  expect(pace.secondsLeft(undefined)).toBeUndefined();
});

it('is not misled by a first report of nothing done', () => {
  const pace = new StepPace();
  pace.observe(rows(0), 0.001);
  pace.observe(rows(100), 1.001);
  expect(pace.rate).toBeCloseTo(100, 0);
});
