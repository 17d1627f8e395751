import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import { any } from '../energy/any.js';
import type { Differentiable, Energy, Normalised } from '../energy/energy.js';
import { not } from '../energy/not.js';
import { propernessOf } from '../energy/properness.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { bananaEnergy } from './banana.js';
import { doubleWellEnergy } from './double-well.js';
import { type Box, integrate } from './fixtures/quadrature.js';
import { funnelEnergy } from './funnel.js';
import { gaussianEnergy } from './gaussian.js';
import { gaussianMixtureEnergy } from './gaussian-mixture.js';
import { quarticEnergy } from './quartic.js';
import { ringEnergy } from './ring.js';
import { logShellIntegral } from './shell-integral.js';

const line = VectorSpace.ofDimension(1);
const plane = VectorSpace.ofDimension(2);

const squared = (point: Float64Array) => point.reduce((sum, x) => sum + x * x, 0);
const term = (name: string, energy: Energy<VectorBatch>, weight = 1) => ({ name, energy, weight });

/** Eight centres on a ring of radius 4, deviations ½. */
const eightCentres = Array.from({ length: 8 }, (_, k) => ({
  mean: [4 * Math.cos((k * Math.PI) / 4), 4 * Math.sin((k * Math.PI) / 4)],
  deviations: 0.5,
}));

it('energies that know their integral are proper, whatever is known of how they grow', () => {
  for (const energy of [funnelEnergy(plane), bananaEnergy(plane)]) {
    expect(propernessOf(energy, plane)).toMatchObject({ verdict: 'proper', reason: 'its integral is known' });
    expect(propernessOf(energy, plane, 0).verdict).not.toBe('proper');
  }
  // Half a plane has another integral, which nobody knows.
  const half = VectorSpace.ofAxes([{ name: 'x', low: 0 }, { name: 'y' }]);
  expect(propernessOf(bananaEnergy(half), half).verdict).toBe('unknown');
});

describe('partition functions in closed form are the integrals', () => {
  const square: Box = [
    [-20, 20],
    [-20, 20],
  ];
  it.each<[string, Differentiable<VectorBatch> & Normalised<VectorBatch>, Box]>([
    ['a standard normal', gaussianEnergy(line, {}), [[-20, 20]]],
    ['a Gaussian by deviations', gaussianEnergy(plane, { mean: [1, -2], deviations: [0.5, 2] }), square],
    ['a Gaussian by variances', gaussianEnergy(plane, { mean: 1, variances: [0.25, 2] }), square],
    [
      'a Gaussian by its covariance',
      gaussianEnergy(plane, {
        covariance: [
          [2, 0.6],
          [0.6, 1],
        ],
      }),
      square,
    ],
    [
      'a Gaussian by its precision',
      gaussianEnergy(plane, {
        precision: [
          [2, -1.2],
          [-1.2, 1],
        ],
      }),
      square,
    ],
    ['a double well', doubleWellEnergy(line, { stiffness: 2 }), [[-6, 6]]],
    ['shallow wells', doubleWellEnergy(line, { stiffness: 0.05, minimum: 0.7 }), [[-12, 12]]],
    ['deep wells', doubleWellEnergy(line, { stiffness: 3, minimum: 4 }), [[-6, 6]]],
    [
      'wells along both axes',
      doubleWellEnergy(plane, { stiffness: 2 }),
      [
        [-6, 6],
        [-6, 6],
      ],
    ],
    [
      'wells along one axis',
      doubleWellEnergy(plane, { along: 'first-axis' }),
      [
        [-6, 6],
        [-15, 15],
      ],
    ],
    [
      'a quartic',
      quarticEnergy(plane, { stiffness: 0.5 }),
      [
        [-8, 8],
        [-8, 8],
      ],
    ],
    [
      'a funnel',
      funnelEnergy(plane, { deviation: 0.3 }),
      [
        [-4, 4],
        [-60, 60],
      ],
    ],
    [
      'a banana',
      bananaEnergy(plane, { deviation: 1.5, curvature: 0.3 }),
      [
        [-18, 18],
        [-110, 20],
      ],
    ],
    [
      'a ring far from its centre',
      ringEnergy(plane, { radius: 4, width: 0.3 }),
      [
        [-9, 9],
        [-9, 9],
      ],
    ],
  ])('%s', async (_, energy, box) => {
    for (const beta of [0.5, 1, 2]) {
      const { logIntegral } = await integrate(energy, box, { beta, tolerance: 1e-10 });
      expect(energy.logPartition(beta)).toBeCloseTo(logIntegral, 9);
    }
    expect(energy.logPartition(0)).toBeUndefined();
  });

  it('a mixture at β = 1 alone, normalised or not', async () => {
    const components = [
      { mean: [-2, 0], deviations: [0.5, 1.5], weight: 2 },
      {
        mean: [2, 1],
        covariance: [
          [1, 0.4],
          [0.4, 0.7],
        ],
        weight: 0.5,
      },
    ];
    const mixture = gaussianMixtureEnergy(plane, { components });
    expect(mixture.logPartition(1)).toBeCloseTo((await integrate(mixture, square)).logIntegral, 9);
    expect(mixture.logPartition(2)).toBeUndefined();
    const shares = gaussianMixtureEnergy(plane, { components, normalise: true });
    expect(shares.logPartition(1)).toBeCloseTo(Math.log(2.5), 12);
    expect((await integrate(shares, square)).logIntegral).toBeCloseTo(Math.log(2.5), 9);
  });

  it('a shell in any number of dimensions, by its radial integral', () => {
    // Surfaces of unit spheres: 2, 2π, 4π, 2π², 8π²/3.
    const surfaces = [2, 2 * Math.PI, 4 * Math.PI, 2 * Math.PI ** 2, (8 * Math.PI ** 2) / 3];
    for (const [radius, width] of [
      [2, 0.4],
      [0.3, 1],
      [1, 3],
    ] as const) {
      for (const [i, surface] of surfaces.entries()) {
        const radial = simpson((r) => r ** i * Math.exp(-0.5 * ((r - radius) / width) ** 2), radius + 14 * width);
        expect(logShellIntegral(i + 1, radius, width)).toBeCloseTo(Math.log(surface * radial), 10);
      }
    }
    expect(logShellIntegral(2000, 1, 0.1)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('none where the space has bounds', () => {
    const box = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y', low: 0 }]);
    expect(gaussianEnergy(box, {}).logPartition(1)).toBeUndefined();
    expect(quarticEnergy(box).logPartition(1)).toBeUndefined();
  });
});

/** By Simpson's rule from 0; e^(−E) is smooth there. */
function simpson(f: (r: number) => number, end: number): number {
  const count = 20_000;
  const step = end / count;
  let sum = f(0) + f(end);
  for (let i = 1; i < count; i++) sum += f(i * step) * (i % 2 === 1 ? 4 : 2);
  return (sum * step) / 3;
}

/** Closed forms, or integrals computed with 30 digits. */
describe('known values', () => {
  it('of the double well 2 (x² − 1)²', async () => {
    const well = doubleWellEnergy(line, { stiffness: 2 });
    const { logIntegral, mean } = await integrate(well, [[-6, 6]], { of: squared });
    expect(logIntegral).toBeCloseTo(0.34423822, 8);
    expect(well.logPartition(1)).toBeCloseTo(0.34423822, 8);
    expect(mean).toBeCloseTo(0.85213615, 8);
  });

  it('of the quartic', async () => {
    const { mean } = await integrate(quarticEnergy(line), [[-6, 6]], { of: squared });
    expect(mean).toBeCloseTo(0.33798912, 8);
  });

  it('of eight Gaussians on a ring', async () => {
    const mixture = gaussianMixtureEnergy(plane, { components: eightCentres });
    const { logIntegral, mean } = await integrate(
      mixture,
      [
        [-9, 9],
        [-9, 9],
      ],
      { of: squared },
    );
    expect(mixture.logPartition(1)).toBeCloseTo(Math.log(4 * Math.PI), 14);
    expect(logIntegral).toBeCloseTo(2.5310242469, 9);
    expect(mean).toBeCloseTo(16.5, 9);
  });

  it('of the banana: means 0, variances s² and 1 + 2 b² s⁴', async () => {
    const energy = bananaEnergy(plane, { deviation: 1.5, curvature: 0.3 });
    const box: Box = [
      [-18, 18],
      [-110, 20],
    ];
    const of = (axis: number, power: number) => integrate(energy, box, { of: (point) => point[axis]! ** power });
    expect((await of(1, 1)).mean).toBeCloseTo(0, 9);
    expect((await of(0, 2)).mean).toBeCloseTo(2.25, 8);
    expect((await of(1, 2)).mean).toBeCloseTo(1 + 2 * 0.09 * 1.5 ** 4, 8);
  });

  it('of products, mixtures and negations', async () => {
    const first = term('first', gaussianEnergy(line, {}));
    const second = term('second', gaussianEnergy(line, { mean: 3, variances: 0.25 }));
    const box: Box = [[-30, 30]];
    const product = all([first, second]);
    const { logIntegral, mean } = await integrate(product, box, { of: ([x]) => x! });
    expect(logIntegral).toBeCloseTo(-3.48578042, 8);
    expect(mean).toBeCloseTo(2.4, 9);
    expect((await integrate(product, box, { of: ([x]) => (x! - 2.4) ** 2 })).mean).toBeCloseTo(0.2, 9);
    const mixture = any([first, second]);
    expect((await integrate(mixture, box)).logIntegral).toBeCloseTo(1.32440364, 8);
    const wide = term('wide', gaussianEnergy(line, { variances: 4 }), 0.5);
    const negation = all([first, term('not', not(wide))]);
    expect((await integrate(negation, box, { of: squared })).mean).toBeCloseTo(1.142857143, 9);
  });
});
