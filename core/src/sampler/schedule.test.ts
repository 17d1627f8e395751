import { describe, expect, it } from 'vitest';
import { constantSchedule, geometricSchedule, linearSchedule } from './schedule.js';

describe('schedules', () => {
  it('go from start to end in the given number of steps, and stay there', () => {
    expect([0, 1, 2, 3, 9].map(linearSchedule(0, 3, 4))).toEqual([0, 1, 2, 3, 3]);
    const geometric = [0, 1, 2, 3, 9].map(geometricSchedule(0.01, 10, 4));
    [0.01, 0.1, 1, 10, 10].forEach((beta, step) => {
      expect(geometric[step]).toBeCloseTo(beta, 12);
    });
    expect([0, 5].map(constantSchedule(2))).toEqual([2, 2]);
  });

  it('of one step are at their end', () => {
    expect(linearSchedule(1, 3, 1)(0)).toBe(3);
    expect(geometricSchedule(1, 3, 1)(0)).toBe(3);
  });

  it('refuse what is no inverse temperature', () => {
    expect(() => constantSchedule(-1)).toThrow('beta is -1');
    expect(() => linearSchedule(0, Number.NaN, 3)).toThrow('betaEnd is NaN');
    expect(() => geometricSchedule(0, 1, 3)).toThrow('cannot start or end at beta 0');
  });
});
