import { expect, it } from 'vitest';
import { carriedIntoWalls, forbiddenStretches } from './walls.js';

const wall = Number.POSITIVE_INFINITY;

it('finds forbidden stretches up to the middle between places', () => {
  const x = Float64Array.of(0, 1, 2, 3, 4, 5);
  expect(forbiddenStretches(x, Float64Array.of(wall, 1, wall, wall, 1, wall))).toEqual([
    { from: 0, to: 0.5 },
    { from: 1.5, to: 3.5 },
    { from: 4.5, to: 5 },
  ]);
  expect(forbiddenStretches(x, new Float64Array(6))).toEqual([]);
});

it('carries values one place into a wall, and not around the edge of the grid', () => {
  const energy = Float64Array.of(1, wall, wall, wall, 2, wall, wall, wall);
  const values = Float64Array.of(-1, -9, -9, -9, -2, -9, -9, -9);
  expect([...carriedIntoWalls(values, energy, 4)]).toEqual([-1, -1, -9, -9, -2, -1, -9, -9]);
});
