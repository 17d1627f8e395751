import { describe, expect, it } from 'vitest';
import { editDistance, nearestNames } from './nearest-name.js';

describe('editDistance', () => {
  // Optimal string alignment, counted by hand: kitten → sitting is Levenshtein's textbook pair.
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
    ['abcd', 'acbd', 1],
    ['ca', 'abc', 3],
  ])('of %s and %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearestNames', () => {
  const names = ['molecules/log-p', 'molecules/log-d', 'proteins/charge', 'maximise', 'minimise'];

  it('finds typing errors, nearest first', () => {
    expect(nearestNames('maximize', names)).toEqual(['maximise']);
    expect(nearestNames('molecules/lgo-p', names)).toEqual(['molecules/log-p', 'molecules/log-d']);
  });

  it('finds a name by its last part', () => {
    expect(nearestNames('charge', names)).toEqual(['proteins/charge']);
  });

  it('finds a name whatever its case and hyphens, and by its initials', () => {
    expect(nearestNames('logP', names)).toContain('molecules/log-p');
    expect(nearestNames('MW', [...names, 'molecules/molecular-weight'])).toEqual(['molecules/molecular-weight']);
  });

  it('gives at most so many, and none that is far', () => {
    expect(nearestNames('log-x', names, 1)).toHaveLength(1);
    expect(nearestNames('nothing-like-it', names)).toEqual([]);
  });
});
