import { describe, expect, it } from 'vitest';
import type { Objective } from '../objective/objective.js';
import { checkObjective } from './check-objective.js';

/** |x|, with a kink at 0. */
const absolute: Objective = { energy: (values) => values.map(Math.abs), derivative: (values) => values.map(Math.sign) };

/** −ln d with d = 1 above 0 and 0 below. */
const wall: Objective = {
  energy: (values) => values.map((x) => (Number.isNaN(x) ? x : x < 0 ? Number.POSITIVE_INFINITY : 0)),
  derivative: (values) => values.map(() => 0),
};

describe('checkObjective', () => {
  it('passes kinks, jumps and forbidden values', () => {
    checkObjective(absolute);
    checkObjective(absolute, { values: Float64Array.of(0) });
    checkObjective(wall, { role: 'desirability' });
  });

  it.each<[string, Objective, string]>([
    ['a wrong slope', { ...absolute, derivative: (values) => values.map(() => 1) }, 'its derivative at -20 is 1'],
    [
      'a number for NaN',
      { ...absolute, energy: (values) => values.map((x) => Math.abs(x) || 0) },
      'its energy of NaN is 0',
    ],
    [
      'energies that depend on the others',
      { ...absolute, energy: (values) => values.map((x) => Math.abs(x) + values[0]!) },
      'in another order',
    ],
    [
      '−Infinity',
      { ...absolute, energy: (values) => values.map((x) => (x > 1000 ? Number.NEGATIVE_INFINITY : Math.abs(x))) },
      'is -Infinity',
    ],
    [
      'a slope where the energy is infinite',
      { ...wall, derivative: (values) => values.map(() => 1) },
      'where the energy is infinite',
    ],
    [
      'a changed input',
      {
        ...absolute,
        energy: (values) => {
          const e = values.map(Math.abs);
          values.sort();
          values.fill(0);
          return e;
        },
      },
      'must stay as it is',
    ],
  ])('finds %s', (_, objective, message) => {
    expect(() => checkObjective(objective, { name: 'x', values: Float64Array.of(-20, 3.3, 5000) })).toThrow(message);
  });

  it('finds a desirability above 1', () => {
    const generous: Objective = {
      energy: (values) => values.map((x) => 0 * x - 1),
      derivative: (values) => values.map(() => 0),
    };
    checkObjective(generous);
    expect(() => checkObjective(generous, { role: 'desirability' })).toThrow('a desirability above 1');
  });

  it.each([
    ['nothing', { words: ' ' }, 'says nothing'],
    ['no value', { words: 'x', wanted: { low: 1, high: -1 } }, 'from 1 to -1, are none'],
    ['every value', { words: 'x', wanted: {} }, 'are all there are'],
    ['values that cost much', { words: 'x', wanted: { low: 0, high: 1 } }, 'include 0.7'],
    ['an open end that costs much', { words: 'x', wanted: { low: 0 } }, 'more than ln 2 above its minimum 0'],
  ])('finds a description of %s', (_, description, message) => {
    checkObjective(absolute, { description: { words: 'near 0', wanted: { low: -Math.LN2, high: 0.5 } } });
    expect(() => checkObjective(absolute, { description })).toThrow(message);
  });
});
