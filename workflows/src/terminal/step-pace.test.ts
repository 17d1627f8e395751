import { expect, it } from 'vitest';
import { StepPace } from './step-pace.js';

it('knows a constant rate and the time left', () => {
  const pace = new StepPace();
  for (let second = 1; second <= 10; second++) pace.observe(50 * second, second);
  expect(pace.rate).toBeCloseTo(50, 10);
  expect(pace.secondsLeft(1000)).toBeCloseTo(10, 10);
});

it('follows a change within its memory of five seconds', () => {
  const pace = new StepPace();
  pace.observe(100, 1);
  for (let second = 1; second <= 5; second++) pace.observe(100 + 10 * second, 1 + second);
  // An exponential mean after one time constant: 10 + 90/e.
  expect(pace.rate).toBeCloseTo(10 + 90 / Math.E, 10);
});

it('promises nothing where nobody can know', () => {
  const pace = new StepPace();
  expect(pace.secondsLeft(10)).toBeUndefined();
  pace.observe(0, 3);
  expect(pace.secondsLeft(10)).toBeUndefined();
  pace.observe(5, 4);
  expect(pace.secondsLeft(undefined)).toBeUndefined();
});
