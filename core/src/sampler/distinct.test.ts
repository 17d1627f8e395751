import { expect, it } from 'vitest';
import { CategoricalSpace } from '../state/categorical-space.js';
import { bestDistinct } from './distinct.js';

const infinity = Number.POSITIVE_INFINITY;

it('keeps each design once, best first, the forbidden last', () => {
  const space = CategoricalSpace.uniform(1, 9);
  const states = { batch: Uint8Array.of(4, 7, 4, 1, 8), energy: Float64Array.of(2, infinity, 2, -1, infinity) };
  expect(bestDistinct(space, states, 9)).toEqual({
    batch: Uint8Array.of(1, 4, 7, 8),
    energy: Float64Array.of(-1, 2, infinity, infinity),
  });
  expect([...bestDistinct(space, states, 2).batch]).toEqual([1, 4]);
});
