import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { Minibatches } from './minibatches.js';

describe('minibatches', () => {
  const batches = new Minibatches(randomStream(1, 'order'), 10, 4);

  it('hold every example once an epoch, across the ends of minibatches', () => {
    const rows = [1, 2, 3, 4, 5].flatMap((step) => [...batches.rows(step)]);
    const first = rows.slice(0, 10);
    const second = rows.slice(10);
    expect(first.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(second.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(first).not.toEqual(second);
  });

  it('follow from the number of the step alone', () => {
    const later = batches.rows(5);
    batches.rows(1);
    expect(batches.rows(5)).toEqual(later);
    expect(new Minibatches(randomStream(1, 'order'), 10, 4).rows(5)).toEqual(later);
  });

  it('count steps and epochs', () => {
    expect(batches.stepsOf(2)).toBe(5);
    expect(batches.epochsAfter(5)).toBe(2);
    expect(new Minibatches(randomStream(1, 'order'), 3, 100).size).toBe(3);
  });
});
