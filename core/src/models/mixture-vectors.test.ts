import { expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import type { MixtureComponents } from './mixture-components.js';
import { diagonalMixture, plainMixture } from './mixture-loops.js';
import { vectorMixture } from './mixture-vectors.js';
import type { PointFunction } from './point-energy.js';

const rng = randomStream(6, 'mixtures');

function drawnMixture(count: number, dimension = 2): MixtureComponents {
  const draw = (length: number, of: () => number): Float64Array => Float64Array.from({ length }, of);
  return {
    dimension,
    logWeights: draw(count, () => rng.normal()),
    means: draw(dimension * count, () => 4 * rng.normal()),
    precisions: draw(dimension * count, () => 4 * rng.uniform() + 1e-3),
  };
}

/** Points near and far, such as are so far that squares overflow, and such as are none. */
function drawnPoints(count: number, dimension = 2): Float64Array {
  const special = [0, -0, 1e-320, 1e155, -1e200, Number.POSITIVE_INFINITY, Number.NaN];
  const spreads = [1, 5, 40, 1e4];
  return Float64Array.from({ length: dimension * count }, (_, i) =>
    rng.integer(50) === 0
      ? special[rng.integer(special.length)]!
      : spreads[Math.floor(i / dimension) % 4]! * rng.normal(),
  );
}

function filled(fill: PointFunction, points: Float64Array, dimension = 2): readonly Float64Array[] {
  const energy = new Float64Array(points.length / dimension).fill(7);
  const gradient = new Float64Array(points.length).fill(7);
  fill(points, energy, gradient);
  return [energy, gradient];
}

// NaN may have any bits; vitest's equality is that of Object.is, which tells −0 from 0.
it.each([
  [1, 2],
  [2, 2],
  [8, 2],
  [33, 2],
  [1, 1],
  [5, 1],
  [4, 3],
  [9, 10],
  [3, 600],
])('vectors give the bits of the loop, for %d components in %d dimensions', (count, dimension) => {
  const components = drawnMixture(count, dimension);
  const vectors = vectorMixture(components)!;
  for (const size of [0, 1, 2, 7, 255, 256, 257, Math.ceil(40_000 / dimension)]) {
    const points = drawnPoints(size, dimension);
    expect(filled(vectors, points, dimension)).toEqual(filled(plainMixture(components), points, dimension));
  }
});

it('vectors give the same energies where no gradient is asked for', () => {
  const components = drawnMixture(4);
  const points = drawnPoints(100);
  const energy = new Float64Array(100);
  vectorMixture(components)!(points, energy, undefined);
  expect(energy).toEqual(filled(plainMixture(components), points)[0]);
});

it('mixtures that share the module do not disturb each other', () => {
  const [first, second] = [drawnMixture(9), drawnMixture(2)];
  const points = drawnPoints(300);
  const [one, other] = [diagonalMixture(first), diagonalMixture(second)];
  for (let round = 0; round < 2; round++) {
    expect(filled(one, points)).toEqual(filled(plainMixture(first), points));
    expect(filled(other, points)).toEqual(filled(plainMixture(second), points));
  }
});

it('leaves very many components to the loop', () => {
  expect(vectorMixture(drawnMixture(30_000))).toBeUndefined();
});

it('gives no slope where there is no energy', () => {
  const components = drawnMixture(3);
  const [energy, gradient] = filled(diagonalMixture(components), Float64Array.of(1e200, 0, Number.NaN, 0));
  expect(energy).toEqual(Float64Array.of(Number.POSITIVE_INFINITY, Number.NaN));
  expect(gradient).toEqual(new Float64Array(4));
});
