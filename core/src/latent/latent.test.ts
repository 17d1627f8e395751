import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import type { Differentiable, Energy, SiteLocal } from '../energy/energy.js';
import { isClamped, isDifferentiable, isSiteLocal, isTrainable } from '../energy/energy.js';
import { checkCapabilities } from '../energy/fixtures/check-capabilities.js';
import { bowl, ring } from '../energy/fixtures/sample-energies.js';
import { gaussLegendre } from '../numerics/gauss-legendre.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkEnergy } from '../testing/check-energy.js';
import { Conformance } from '../testing/conformance.js';
import { freeEnergy, isEstimated } from './free-energy.js';
import type { LatentMethod } from './latent-method.js';
import { latentPoints } from './latent-points.js';
import { latentVariables } from './latent-variables.js';
import { minimumOver } from './minimum-over.js';

const enumerate: LatentMethod = { name: 'enumerate', options: {} };
const optimise: LatentMethod = { name: 'optimise', options: { restarts: 16, seed: 0 } };

/** A restricted Boltzmann machine of 8 visible and 6 hidden units, 0 or 1: W[i][j] = sin(1 + 6i + j), a[i] = 0.1 cos i, b[j] = −0.1 sin j. */
const units = CategoricalSpace.uniform(14, 2);
const machine: Energy<Uint8Array> = {
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 14 }, (_, row) => {
      const v = (i: number) => batch[row * 14 + i]!;
      const h = (j: number) => batch[row * 14 + 8 + j]!;
      let energy = 0;
      for (let i = 0; i < 8; i++) energy -= 0.1 * Math.cos(i) * v(i);
      for (let j = 0; j < 6; j++) energy += 0.1 * Math.sin(j) * h(j);
      for (let i = 0; i < 8; i++) for (let j = 0; j < 6; j++) energy -= Math.sin(1 + 6 * i + j) * v(i) * h(j);
      return energy;
    }),
};
const hidden = latentVariables(units, Int32Array.of(8, 9, 10, 11, 12, 13));
const machineTerm = { name: 'machine', energy: machine, weight: 1 };
const allOnes = new Uint8Array(14).fill(1, 0, 8);

describe('a restricted Boltzmann machine without its hidden units', () => {
  const at = (beta: number) => freeEnergy(machineTerm, latentPoints(hidden, enumerate), beta);

  // By summing over all 2⁶ hidden states in double precision.
  it.each([
    [1, -13.15010818],
    [10, -12.15109866],
    [100, -12.10621454],
  ])('has the free energy of all visible units on at β = %d', async (beta, expected) => {
    expect((await at(beta).evaluate(allOnes))[0]).toBeCloseTo(expected, 8);
  });

  it('goes to the minimum from below as β grows', async () => {
    const least = (await minimumOver(machineTerm, hidden, enumerate).evaluate(allOnes))[0]!;
    expect(least).toBeCloseTo(-12.10618046, 8);
    const energies = [0.1, 0.5, 1, 3, 10, 100, 1e4, 1e6].map(
      (beta) => (at(beta).evaluate(allOnes) as Float64Array)[0]!,
    );
    expect([...energies].sort((a, b) => a - b)).toEqual(energies);
    expect(energies.at(-1)).toBeLessThanOrEqual(least);
    expect(energies.at(-1)).toBeCloseTo(least, 5);
  });

  it('has the partition function of all units together', async () => {
    const visible = CategoricalSpace.uniform(8, 2).enumerate();
    const states = new Uint8Array(256 * 14);
    for (let row = 0; row < 256; row++) states.set(visible.subarray(row * 8, (row + 1) * 8), row * 14);
    const marginal = await at(1).evaluate(states);
    const partition = marginal.reduce((sum, energy) => sum + Math.exp(-energy), 0);
    expect(Math.log(partition)).toBeCloseTo(14.97162803, 8);
  });

  it('is found by iterated conditional modes as by enumeration', async () => {
    const states = units.random(randomStream(3, 'states'), 20);
    const exact = await minimumOver(machineTerm, hidden, enumerate).evaluate(states);
    const found = await minimumOver(machineTerm, hidden, optimise).evaluate(states);
    expect([...found].map((energy, row) => energy - exact[row]!).every((gap) => Math.abs(gap) < 1e-12)).toBe(true);
  });

  it('is estimated by draws, within their own standard error', async () => {
    const sample: LatentMethod = { name: 'sample', options: { count: 4000, mean: 0, deviation: 1, seed: 5 } };
    const estimated = freeEnergy(machineTerm, latentPoints(hidden, sample));
    if (!isEstimated(estimated)) throw new Error('sums over draws are estimates');
    const states = units.random(randomStream(4, 'states'), 10);
    const exact = await at(1).evaluate(states);
    const energy = await estimated.evaluate(states);
    const errors = await estimated.standardError(states);
    for (let row = 0; row < 10; row++) {
      expect(errors[row]).toBeGreaterThan(0);
      expect(errors[row]).toBeLessThan(0.1);
      expect(Math.abs(energy[row]! - exact[row]!)).toBeLessThan(5 * errors[row]!);
    }
    expect(await estimated.evaluate(states)).toEqual(energy);
    expect(isEstimated(at(1))).toBe(false);
  });
});

/** ½ (x² + (2 + x²) (z − sin x)²): given x, z is normal with precision 2 + x² about sin x. */
const valley: Differentiable<VectorBatch> = {
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 2 }, (_, r) => valleyAt(batch[2 * r]!, batch[2 * r + 1]!)),
  evaluateWithGradient: (batch, into) => {
    const value = into ?? { energy: new Float64Array(batch.length / 2), gradient: new Float64Array(batch.length) };
    for (let row = 0; row < batch.length / 2; row++) {
      const [x, z] = [batch[2 * row]!, batch[2 * row + 1]!];
      const gap = z - Math.sin(x);
      value.energy[row] = valleyAt(x, z);
      value.gradient[2 * row] = x + x * gap * gap - (2 + x * x) * gap * Math.cos(x);
      value.gradient[2 * row + 1] = (2 + x * x) * gap;
    }
    return value;
  },
};

function valleyAt(x: number, z: number): number {
  return 0.5 * (x * x + (2 + x * x) * (z - Math.sin(x)) ** 2);
}

describe('latent coordinates', () => {
  const plane = VectorSpace.ofDimension(2);
  const z = latentVariables(plane, Int32Array.of(1));
  const term = { name: 'valley', energy: valley, weight: 1 };
  const grid: LatentMethod = { name: 'quadrature', options: { points: 800, low: -9, high: 9 } };
  const points = Float64Array.of(-2, 5, -0.4, 1, 0, 0, 1.3, -7, 3, 2);

  it.each([0.5, 1, 20])('are integrated out by quadrature as by hand, at β = %d', async (beta) => {
    const energy = freeEnergy(term, latentPoints(z, grid), beta);
    const found = await energy.evaluate(points);
    for (let row = 0; row < found.length; row++) {
      const x = points[2 * row]!;
      const byHand = 0.5 * x * x - Math.log(Math.sqrt((2 * Math.PI) / (beta * (2 + x * x)))) / beta;
      expect(found[row]).toBeCloseTo(byHand, 9);
    }
    await checkEnergy(energy, plane, points);
    await checkCapabilities(new Conformance('free energy'), energy, plane, points);
    expect(isDifferentiable(energy) && isClamped(energy)).toBe(true);
  });

  it('are minimised over by descent, with the gradient at the minimiser', async () => {
    const energy = minimumOver({ ...term, weight: 2 }, z, optimise);
    const found = await energy.evaluate(points);
    for (let row = 0; row < found.length; row++) expect(found[row]).toBeCloseTo(points[2 * row]! ** 2, 12);
    await checkEnergy(energy, plane, points);
    await checkCapabilities(new Conformance('minimum'), energy, plane, points);
  });

  it('are estimated by draws with importance weights', async () => {
    const sample: LatentMethod = { name: 'sample', options: { count: 20_000, mean: 0, deviation: 1.5, seed: 1 } };
    const energy = freeEnergy(term, latentPoints(z, sample));
    if (!isEstimated(energy)) throw new Error('sums over draws are estimates');
    const exact = await freeEnergy(term, latentPoints(z, grid)).evaluate(points);
    const errors = await energy.standardError(points);
    (await energy.evaluate(points)).forEach((value, row) => {
      expect(Math.abs(value - exact[row]!)).toBeLessThan(5 * errors[row]!);
      expect(errors[row]).toBeLessThan(0.03);
    });
    await checkEnergy(energy, plane, points);
  });

  it('stay within their bounds: the minimum may lie at one', async () => {
    const bounded = VectorSpace.ofAxes([{ name: 'x' }, { name: 'z', low: 0.5, high: 2 }]);
    const energy = minimumOver(term, latentVariables(bounded, Int32Array.of(1)), optimise);
    expect((await energy.evaluate(Float64Array.of(0, 1)))[0]).toBeCloseTo(0.25, 12);
    const whole = VectorSpace.ofAxes([{ name: 'x' }, { name: 'z', low: 0, high: 2 * Math.PI, periodic: true }]);
    const circle: Energy<VectorBatch> = {
      evaluate: (batch) => Float64Array.from({ length: batch.length / 2 }, (_, r) => -2 * Math.cos(batch[2 * r + 1]!)),
    };
    const method: LatentMethod = { name: 'quadrature', options: { points: 32 } };
    const latents = latentVariables(whole, Int32Array.of(1));
    const around = freeEnergy({ name: 'circle', energy: circle, weight: 1 }, latentPoints(latents, method));
    // 2π I₀(2), I₀(2) = 2.279585302336067 (Abramowitz & Stegun, table 9.8).
    expect((await around.evaluate(Float64Array.of(0, 0)))[0]).toBeCloseTo(
      -Math.log(2 * Math.PI * 2.279585302336067),
      12,
    );
  });
});

describe('what the energy can, its sums and minima over latent variables can', () => {
  const space = CategoricalSpace.uniform(5, 3);
  const rng = randomStream(9, 'fields');
  const pairs = ring(
    space,
    Array.from({ length: 5 }, () => [rng.normal(), rng.normal(), rng.normal()]),
    0.7,
  );
  const latents = latentVariables(space, Int32Array.of(1, 4));
  const term = { name: 'ring', energy: pairs, weight: 1.3 };
  const states = space.random(randomStream(2, 'states'), 8);

  it.each([
    ['free energy', freeEnergy(term, latentPoints(latents, enumerate), 0.7)],
    ['minimum', minimumOver(term, latents, enumerate)],
    [
      'free energy in a sum',
      all([{ name: 'f', energy: freeEnergy(term, latentPoints(latents, enumerate)), weight: 0.4 }]),
    ],
  ])('%s: site energies, parameters, and nothing hangs on the latents', async (_, energy) => {
    expect(isSiteLocal(energy) && isTrainable(energy) && isClamped(energy)).toBe(true);
    await checkEnergy(energy, space, states);
    await checkCapabilities(new Conformance('energy'), energy, space, states);
  });

  it('in chunks of bounded size: more points than fit at once', async () => {
    const long = CategoricalSpace.uniform(18, 2);
    const fields: SiteLocal<Uint8Array> = ring(
      long,
      Array.from({ length: 18 }, (_, site) => [0, 0.1 * site]),
      0,
    );
    const many = latentVariables(
      long,
      Int32Array.from({ length: 17 }, (_, i) => i + 1),
    );
    const energy = freeEnergy({ name: 'fields', energy: fields, weight: 1 }, latentPoints(many, enumerate));
    // Units that are not coupled: −Σ ln(1 + e^(−0.1 s)).
    const expected = -many.indices.reduce((sum, site) => sum + Math.log1p(Math.exp(-0.1 * site)), 0);
    expect((await energy.evaluate(new Uint8Array(36)))[1]).toBeCloseTo(expected, 9);
  });
});

it('sums over the whole numbers of axes that hold kinds', () => {
  const labelled = VectorSpace.ofAxes([
    { name: 'x' },
    { name: 'y', low: -0.5, high: 2.5 },
    { name: 'z', low: 3, high: 4 },
  ]);
  const points = latentPoints(latentVariables(labelled, Int32Array.of(1, 2)), {
    name: 'enumerate',
    options: { kinds: true },
  });
  const values = new Float64Array(2);
  const all = Array.from({ length: points.count }, (_, point) => {
    points.fill(point, values);
    return [...values];
  });
  expect(all).toEqual([0, 1, 2].flatMap((y) => [3, 4].map((z) => [y, z])));
  expect(points.logWeights).toEqual(new Float64Array(6));
});

describe('what cannot be', () => {
  const plane = VectorSpace.ofDimension(2);
  const z = latentVariables(plane, Int32Array.of(1));
  it.each<[string, () => unknown]>([
    ["coordinates cannot be enumerated; take 'quadrature' or 'sample'", () => latentPoints(z, enumerate)],
    [
      "no list of the whole numbers on axis 'position[1]'; give it low and high",
      () => latentPoints(z, { name: 'enumerate', options: { kinds: true } }),
    ],
    ["axis 'position[1]' has no ends", () => latentPoints(z, { name: 'quadrature', options: { points: 4 } })],
    [
      "sites have no quadrature; take 'enumerate' or 'sample'",
      () => latentPoints(hidden, { name: 'quadrature', options: { points: 4 } }),
    ],
    ['every coordinate is latent', () => latentVariables(plane, Int32Array.of(0, 1))],
    ['there are no latent variables', () => latentVariables(plane, new Int32Array(0))],
    ["'optimise' finds minima; it cannot sum", () => latentPoints(hidden, optimise)],
    ["beta of 'free-energy' is 0", () => freeEnergy(machineTerm, latentPoints(hidden, enumerate), 0)],
    [
      "'optimise' needs the gradient of the energy, which 'flat' cannot give",
      () => {
        const flat: Energy<VectorBatch> = { evaluate: (batch) => new Float64Array(batch.length / 2) };
        return minimumOver({ name: 'flat', energy: flat, weight: 1 }, z, optimise);
      },
    ],
    [
      'the latent sites have 33554432 combinations, more than 1048576',
      () => {
        const long = CategoricalSpace.uniform(30, 2);
        return latentPoints(
          latentVariables(
            long,
            Int32Array.from({ length: 25 }, (_, i) => i),
          ),
          enumerate,
        );
      },
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });

  it('forbids a state whose every latent value is forbidden, and no other', async () => {
    const space = CategoricalSpace.uniform(2, 2);
    const walls: Energy<Uint8Array> = {
      evaluate: (batch) =>
        Float64Array.from({ length: batch.length / 2 }, (_, r) => {
          return batch[2 * r] === 1 || batch[2 * r + 1] === 1 ? Number.POSITIVE_INFINITY : 3;
        }),
    };
    const term = { name: 'walls', energy: walls, weight: 1 };
    const latents = latentVariables(space, Int32Array.of(1));
    const states = Uint8Array.of(0, 1, 1, 0);
    const expected = [3, Number.POSITIVE_INFINITY];
    expect([...(await freeEnergy(term, latentPoints(latents, enumerate)).evaluate(states))]).toEqual(expected);
    expect([...(await minimumOver(term, latents, enumerate).evaluate(states))]).toEqual(expected);
  });
});

describe('Gauss and Legendre’s rule', () => {
  it('is exact for polynomials of degree 2n − 1', () => {
    for (const n of [1, 2, 5, 64]) {
      const { nodes, weights } = gaussLegendre(n, -1, 3);
      const degree = Math.min(2 * n - 1, 15);
      const integral = nodes.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      expect(integral / ((3 ** (degree + 1) - 1) / (degree + 1))).toBeCloseTo(1, 12);
    }
  });
});

describe('bowls', () => {
  it('lose an axis by integration as by hand', async () => {
    const space = VectorSpace.ofDimension(3);
    const latents = latentVariables(space, Int32Array.of(0, 2));
    const method: LatentMethod = { name: 'quadrature', options: { points: 120, low: -12, high: 12 } };
    const energy = freeEnergy(
      { name: 'bowl', energy: bowl([1, 2, 4], [0.5, 1, -1]), weight: 1 },
      latentPoints(latents, method),
    );
    const found = await energy.evaluate(Float64Array.of(9, 2, 9));
    expect(found[0]).toBeCloseTo(1 - 0.5 * Math.log(2 * Math.PI) - 0.5 * Math.log((2 * Math.PI) / 4), 9);
    await checkEnergy(energy, space, Float64Array.of(9, 2, 9, 0, 1, 0.5));
    await checkCapabilities(new Conformance('energy'), energy, space, Float64Array.of(9, 2, 9, 0, 1, 0.5));
  });
});
