import { describe, expect, it } from 'vitest';
import { gaussianEnergy } from '../models/gaussian.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { all } from './all.js';
import { any } from './any.js';
import { constraint } from './constraint.js';
import { correctedMixtures } from './corrected-mixtures.js';
import { forbids } from './forbids.js';
import { not } from './not.js';

const line = VectorSpace.ofDimension(1);
const bowl = gaussianEnergy(line, {});
const wall = constraint<VectorBatch>({ evaluate: (batch) => batch }, '1', { low: 0 });
const term = <E>(name: string, energy: E) => ({ name, energy, weight: 1 });

describe('forbids', () => {
  it('is true of constraints, sums with one, and mixtures of nothing else', () => {
    const walled = all([term('bowl', bowl), term('wall', wall)]);
    expect([wall, walled, any([term('a', walled), term('b', wall)])].map(forbids)).toEqual([true, true, true]);
    expect([bowl, any([term('a', walled), term('b', bowl)])].map(forbids)).toEqual([false, false]);
  });

  it('makes the negation of such a term a mistake', () => {
    expect(() => not(term('wall', wall))).toThrow("'wall' forbids states by a hard constraint");
    expect(() => not(term('walled', all([term('bowl', bowl), term('wall', wall)])))).toThrow('−Infinity');
    expect(() => not(term('bowl', bowl))).not.toThrow();
  });
});

it('a negated mixture is used at a negative β', () => {
  const mixture = any([term('a', bowl), term('b', bowl)], { logPartitions: [0, 0] });
  expect(correctedMixtures(not({ name: 'm', energy: mixture, weight: 0.2 }), 1)).toEqual([{ name: 'm', beta: -0.2 }]);
});
