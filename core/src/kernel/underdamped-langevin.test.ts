import { expect, it } from 'vitest';
import { VectorSpace } from '../state/vector-space.js';
import { formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { scriptedNormals } from '../testing/scripted-rng.js';
import { underdampedLangevinKernel } from './underdamped-langevin.js';

const line = VectorSpace.ofDimension(1);

/** One step of the kernel from (x, p) with noise ξ, for E = x²/2. */
async function stepFrom(
  points: readonly (readonly [x: number, p: number, xi: number])[],
  h: number,
  friction: number,
  beta: number,
) {
  const kernel = underdampedLangevinKernel({
    space: line,
    energy: formulaEnergy(1, standardNormal),
    stepSize: h,
    friction,
  });
  const column = (i: 0 | 1 | 2): Float64Array => Float64Array.from(points, (point) => point[i]);
  const state = await kernel.init(column(0));
  const arrays = { ...state.arrays, momentum: column(1) };
  const [next] = await kernel.step(scriptedNormals(column(2)), { ...state, arrays }, beta);
  return points.map((_, i) => [next.batch[i]!, next.arrays!.momentum![i]!] as const);
}

it('is B A O A B, as Leimkuhler and Matthews write it', async () => {
  const [h, gamma, beta] = [0.3, 1.7, 0.6];
  let [x, p] = [0.8, -0.35];
  p -= 0.5 * h * beta * x;
  x += 0.5 * h * p;
  p = Math.exp(-gamma * h) * p + Math.sqrt(1 - Math.exp(-2 * gamma * h)) * 1.25;
  x += 0.5 * h * p;
  p -= 0.5 * h * beta * x;
  const [found] = await stepFrom([[0.8, -0.35, 1.25]], h, gamma, beta);
  expect(found![0]).toBeCloseTo(x, 14);
  expect(found![1]).toBeCloseTo(p, 14);
});

// A step on E = x²/2 is linear, so that its stationary covariance Σ = M Σ Mᵀ + b bᵀ needs no sampling.
it.each([
  [0.1, 0.5, 1],
  [0.5, 1, 1],
  [1, 3, 1],
  [1.5, 0.2, 1],
  [0.7, 1, 2],
])('has exactly the variance of a Gaussian at h = %d, friction %d, β = %d', async (h, friction, beta) => {
  const [ofX, ofP, ofNoise] = await stepFrom(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    h,
    friction,
    beta,
  );
  let [xx, xp, pp] = [1, 0, 1];
  const [a, c] = ofX!;
  const [b, d] = ofP!;
  const [e, f] = ofNoise!;
  for (let sweep = 0; sweep < 5000; sweep++) {
    [xx, xp, pp] = [
      a * a * xx + 2 * a * b * xp + b * b * pp + e * e,
      a * c * xx + (a * d + b * c) * xp + b * d * pp + e * f,
      c * c * xx + 2 * c * d * xp + d * d * pp + f * f,
    ];
  }
  expect(xx).toBeCloseTo(1 / beta, 10);
  // Momenta are not: the same paper gives 1 − h²ω²/4.
  expect(pp).toBeCloseTo(1 - (beta * h * h) / 4, 10);
});

it('begins at rest and carries its momentum on', async () => {
  const kernel = underdampedLangevinKernel({
    space: line,
    energy: formulaEnergy(1, () => 0),
    stepSize: 1,
    friction: 1e-3,
  });
  const state = await kernel.init(Float64Array.of(0));
  expect(state.arrays!.momentum).toEqual(Float64Array.of(0));
  const [pushed] = await kernel.step(scriptedNormals(Float64Array.of(100)), state, 1);
  const [on] = await kernel.step(scriptedNormals(Float64Array.of(0)), pushed, 1);
  expect(on.batch[0]! - pushed.batch[0]!).toBeGreaterThan(1.5 * pushed.batch[0]!);
});

it('is thrown back by walls, and by what has no energy', async () => {
  const box = VectorSpace.ofAxes([{ name: 'x', low: 0 }]);
  const flat = formulaEnergy(1, ([x = 0]) => (x > 10 ? Number.NaN : 0));
  const kernel = underdampedLangevinKernel({ space: box, energy: flat, stepSize: 1, friction: 1e-9 });
  const at = async (x: number, momentum: number) => {
    const state = await kernel.init(Float64Array.of(x));
    const arrays = { ...state.arrays, momentum: Float64Array.of(momentum) };
    const [{ batch, arrays: after }] = await kernel.step(scriptedNormals(Float64Array.of(0)), { ...state, arrays }, 1);
    return [batch[0]!, after!.momentum![0]!] as const;
  };
  const [mirrored, turned] = await at(0.25, -1);
  expect(mirrored).toBeCloseTo(0.75, 8);
  expect(turned).toBeCloseTo(1, 8);
  expect(await at(9.5, 1)).toEqual([9.5, -1]);
});

it('refuses a friction that is none', () => {
  const parts = { space: line, energy: formulaEnergy(1, standardNormal), stepSize: 1 };
  for (const friction of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => underdampedLangevinKernel({ ...parts, friction })).toThrow('it must be finite and > 0');
  }
});
