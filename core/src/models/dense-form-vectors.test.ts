import { expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { denseForm, plainDenseForm } from './dense-form.js';
import { vectorDenseForm } from './dense-form-vectors.js';
import type { PointFunction } from './point-energy.js';

const rng = randomStream(8, 'forms');

function drawn(length: number): Float64Array {
  const numbers = new Float64Array(length);
  rng.fillNormal(numbers);
  return numbers;
}

/** Any matrix: the order of sums does not lean on symmetry. */
function drawnForm(dimension: number): { mean: Float64Array; matrix: Float64Array } {
  return { mean: drawn(dimension), matrix: drawn(dimension ** 2) };
}

function filled(fill: PointFunction, points: Float64Array, dimension: number): readonly Float64Array[] {
  const energy = new Float64Array(points.length / dimension).fill(7);
  const gradient = new Float64Array(points.length).fill(7);
  fill(points, energy, gradient);
  return [energy, gradient];
}

it.each([1, 2, 3, 4, 5, 7, 50, 101, 300])('vectors give the bits of the loop, in %d dimensions', (dimension) => {
  const { mean, matrix } = drawnForm(dimension);
  const vectors = vectorDenseForm(mean, matrix)!;
  for (const size of [0, 1, 3, 4, 5, 41, 130]) {
    const points = drawn(size * dimension);
    expect(filled(vectors, points, dimension)).toEqual(filled(plainDenseForm(mean, matrix), points, dimension));
  }
});

it('points without numbers stay alone with it', () => {
  const { mean, matrix } = drawnForm(6);
  const points = drawn(60);
  const [energy] = filled(denseForm(mean, matrix), points, 6);
  points.fill(Number.NaN, 18, 24);
  points.fill(1e200, 30, 36);
  const [found, gradient] = filled(denseForm(mean, matrix), points, 6);
  expect([found!, gradient!]).toEqual(filled(plainDenseForm(mean, matrix), points, 6));
  expect(found![3]).toBeNaN();
  expect(found!.filter((_, row) => row !== 3 && row !== 5)).toEqual(energy!.filter((_, row) => row !== 3 && row !== 5));
});

it('gives the same energies where no gradient is asked for', () => {
  const { mean, matrix } = drawnForm(9);
  const points = drawn(90);
  const energy = new Float64Array(10);
  vectorDenseForm(mean, matrix)!(points, energy, undefined);
  expect(energy).toEqual(filled(plainDenseForm(mean, matrix), points, 9)[0]);
});

it('forms that share the module do not disturb each other', () => {
  const [first, second] = [drawnForm(12), drawnForm(12)];
  const points = drawn(24);
  const [one, other] = [denseForm(first.mean, first.matrix), denseForm(second.mean, second.matrix)];
  for (let round = 0; round < 2; round++) {
    expect(filled(one, points, 12)).toEqual(filled(plainDenseForm(first.mean, first.matrix), points, 12));
    expect(filled(other, points, 12)).toEqual(filled(plainDenseForm(second.mean, second.matrix), points, 12));
  }
});

it('a form that is too large for the module is computed all the same', () => {
  const { mean, matrix } = drawnForm(400);
  expect(vectorDenseForm(mean, matrix)).toBeUndefined();
  const [energy, gradient] = filled(denseForm(mean, matrix), drawn(400), 400);
  expect(energy!.length + gradient!.length).toBe(401);
  expect(Number.isFinite(energy![0])).toBe(true);
});
