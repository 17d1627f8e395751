import { describe, expect, it } from 'vitest';
import { type Differentiable, type Energy, isTailed } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { propertyEnergy } from '../objective/property-energy.js';
import { target } from '../objective/quadratic-penalties.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkEnergy } from '../testing/check-energy.js';
import { bananaEnergy } from './banana.js';
import { coordinateProperty } from './coordinate.js';
import { distanceProperty } from './distance-from.js';
import { doubleWellEnergy } from './double-well.js';
import { eightSchoolsEnergy } from './eight-schools.js';
import { funnelEnergy } from './funnel.js';
import { gaussianEnergy, gaussianModel } from './gaussian.js';
import { gaussianMixtureEnergy } from './gaussian-mixture.js';
import { quarticEnergy } from './quartic.js';
import { ringEnergy } from './ring.js';

const infinity = Number.POSITIVE_INFINITY;
const line = VectorSpace.ofDimension(1);
const plane = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);
const five = VectorSpace.ofDimension(5, 1.5);

/** Aᵀ A + 1, which is positive definite. */
function covarianceOf(size: number, seed: number): number[][] {
  const a = new Float64Array(size * size);
  randomStream(seed, 'matrix').fillNormal(a);
  const product = (i: number, j: number) =>
    Array.from({ length: size }, (_, k) => a[k * size + i]! * a[k * size + j]!).reduce(
      (sum, x) => sum + x,
      i === j ? 1 : 0,
    );
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => product(Math.max(i, j), Math.min(i, j))),
  );
}

async function valueAt(energy: Energy<VectorBatch>, ...point: number[]): Promise<number> {
  return (await energy.evaluate(Float64Array.from(point)))[0]!;
}

describe('gradients, and batches as their rows, in other dimensions than those of the examples', () => {
  const mixed = [
    { mean: [0, 1, -1, 2, 0], deviations: [1, 2, 1, 0.5, 1] },
    { mean: 1, covariance: covarianceOf(5, 1) },
  ];
  it.each<[string, VectorSpace, Differentiable<VectorBatch>]>([
    ['gaussian', five, gaussianEnergy(five, { mean: 0.5, covariance: covarianceOf(5, 2) })],
    ['gaussian', five, gaussianEnergy(five, { precision: covarianceOf(5, 3) })],
    ['mixture', five, gaussianMixtureEnergy(five, { components: mixed })],
    ['mixture', five, gaussianMixtureEnergy(five, { components: mixed.slice(0, 1), normalise: true })],
    ['mixture', line, gaussianMixtureEnergy(line, { components: [{ mean: -1 }, { mean: 2, variances: 4 }] })],
    ['double well', five, doubleWellEnergy(five, { stiffness: 0.3, minimum: 1.5, along: 'first-axis' })],
    ['quartic', five, quarticEnergy(five)],
    ['funnel', five, funnelEnergy(five, { deviation: 2 })],
    ['banana', five, bananaEnergy(five, { deviation: 2, curvature: 0.2 })],
    ['ring', five, ringEnergy(five)],
    ['ring', line, ringEnergy(line)],
    ['coordinate', five, coordinateProperty(five, 3)],
    ['distance', five, distanceProperty(five, [1, 2, 3, 4, 5])],
  ])('%s', async (name, space, energy) => {
    await checkEnergy(energy, space, space.random(randomStream(3, name), 9), { name });
  });

  it('of properties with objectives', async () => {
    const square = propertyEnergy(distanceProperty(plane, 0.3), '1', target.create({ value: 2, sigma: 0.7 }));
    await checkEnergy(square, plane, plane.random(randomStream(4, 'property'), 9));
  });
});

describe('energies at points worked out apart', () => {
  it('a Gaussian by its covariance', async () => {
    // Inverse of [[2, 0.6], [0.6, 1]] is [[1, −0.6], [−0.6, 2]] / 1.64; at (1, 2) from the mean: (1 − 2.4 + 8) / 1.64 / 2.
    const energy = gaussianEnergy(plane, {
      mean: [1, -1],
      covariance: [
        [2, 0.6],
        [0.6, 1],
      ],
    });
    expect(await valueAt(energy, 2, 1)).toBeCloseTo(6.6 / 3.28, 14);
    expect(await valueAt(energy, 1, -1)).toBe(0);
  });

  it('a mixture, by the sum written out', async () => {
    const components = [
      { mean: [-1, 0], deviations: 0.5, weight: 2 },
      { mean: [2, 1], variances: [1, 3] },
    ];
    const sum = 2 * Math.exp(-0.5 * (1.3 ** 2 + 0.2 ** 2) * 4) + Math.exp(-0.5 * (1.7 ** 2 + 0.8 ** 2 / 3));
    expect(await valueAt(gaussianMixtureEnergy(plane, { components }), 0.3, 0.2)).toBeCloseTo(-Math.log(sum), 14);
    const whole = [
      {
        mean: [-1, 0],
        covariance: [
          [0.25, 0],
          [0, 0.25],
        ],
        weight: 2,
      },
      {
        mean: [2, 1],
        covariance: [
          [1, 0],
          [0, 3],
        ],
      },
    ];
    expect(await valueAt(gaussianMixtureEnergy(plane, { components: whole }), 0.3, 0.2)).toBeCloseTo(
      -Math.log(sum),
      14,
    );
  });

  it('eight schools, by their densities', async () => {
    // −ln of the normalised densities of priors, data and ln τ, less that at the origin, by the Python standard library.
    const energy = eightSchoolsEnergy(VectorSpace.ofDimension(10));
    const origin = await valueAt(energy, ...new Float64Array(10));
    const near = await valueAt(energy, 4.4, Math.log(3.6), 0.3, -0.1, 0.2, 0, -0.4, 0.5, -1.2, 0.7);
    const far = await valueAt(energy, -2.5, 2.25, 1, -1, 2, -2, 0.5, -0.5, 0, 0.25);
    expect(near - origin).toBeCloseTo(-0.1939912622058486, 12);
    expect(far - origin).toBeCloseTo(10.252586762807624, 12);
  });

  it('the double well has barriers of a b⁴, and the funnel its neck', async () => {
    expect(await valueAt(doubleWellEnergy(line, { stiffness: 2, minimum: 3 }), 0)).toBe(162);
    // v = −3, x = ½: 9/18 − 3/2 + ⅛ e³.
    expect(await valueAt(funnelEnergy(plane), -3, 0.5)).toBeCloseTo(-1 + Math.exp(3) / 8, 14);
  });
});

describe('far out', () => {
  it('energies too large for a number forbid, with gradient 0, and points that are none stay so', async () => {
    const points = Float64Array.of(1e200, 0, Number.NaN, 0, 1, 1);
    for (const energy of [
      gaussianEnergy(plane, {}),
      gaussianMixtureEnergy(plane, { components: [{ mean: 1 }, { mean: 2 }] }),
      gaussianMixtureEnergy(plane, {
        components: [
          {
            mean: 1,
            covariance: [
              [1, 0.1],
              [0.1, 1],
            ],
          },
        ],
      }),
      quarticEnergy(plane),
      ringEnergy(plane),
    ]) {
      const { energy: values, gradient } = await energy.evaluateWithGradient(points);
      expect([values[0], values[1]]).toEqual([infinity, Number.NaN]);
      expect([...gradient.subarray(0, 2)]).toEqual([0, 0]);
      expect(gradient.subarray(4).every(Number.isFinite)).toBe(true);
    }
  });

  it('a mixture keeps the distance of its nearest component', async () => {
    const mixture = gaussianMixtureEnergy(plane, { components: [{ mean: 0 }, { mean: [1, 0], weight: 3 }] });
    const { energy, gradient } = await mixture.evaluateWithGradient(Float64Array.of(1e6, 0));
    expect(energy[0]).toBeCloseTo(0.5 * (1e6 - 1) ** 2 - Math.log(3), 3);
    expect([...gradient]).toEqual([1e6 - 1, 0]);
  });

  it.each<[string, Energy<VectorBatch>, unknown]>([
    [
      'gaussian',
      gaussianEnergy(plane, { deviations: [0.5, 2] }),
      { growth: 'quadratic', form: Float64Array.of(4, 0, 0, 0.25) },
    ],
    ['ring', ringEnergy(plane, { width: 0.5 }), { growth: 'quadratic', form: Float64Array.of(4, 0, 0, 4) }],
    ['quartic', quarticEnergy(plane), { growth: 'faster' }],
    ['wells', doubleWellEnergy(plane), { growth: 'faster' }],
    ['wells along one axis', doubleWellEnergy(plane, { along: 'first-axis' }), undefined],
    ['funnel', funnelEnergy(plane), undefined],
    [
      'the widest of a mixture',
      gaussianMixtureEnergy(plane, { components: [{ deviations: [1, 2] }, { deviations: 2 }] }),
      { growth: 'quadratic', form: Float64Array.of(0.25, 0, 0, 0.25) },
    ],
    [
      'no widest',
      gaussianMixtureEnergy(plane, { components: [{ deviations: [1, 2] }, { deviations: [2, 1] }] }),
      undefined,
    ],
  ])('the tail of %s', (_, energy, tail) => {
    expect(isTailed(energy) ? energy.tail : undefined).toEqual(tail);
  });
});

describe('properties of points', () => {
  it('coordinates by name and by number', async () => {
    const point = Float64Array.of(3, 5);
    expect(await coordinateProperty(plane, 'y').evaluate(point)).toEqual(Float64Array.of(5));
    expect(await coordinateProperty(plane, 0).evaluate(point)).toEqual(Float64Array.of(3));
    expect(() => coordinateProperty(plane, 'z')).toThrow("there is no axis 'z'; the space has 2 axes: x, y");
    expect(() => coordinateProperty(plane, 2)).toThrow('there is no axis 2');
  });

  it('distances go the short way round on circles, and are flat at the point', async () => {
    const cylinder = VectorSpace.ofAxes([{ name: 'height' }, { name: 'angle', low: 0, high: 360, periodic: true }]);
    const distance = distanceProperty(cylinder, [0, 350]);
    const { energy, gradient } = await distance.evaluateWithGradient(Float64Array.of(0, 10, 3, 354, 0, 350));
    expect([...energy]).toEqual([20, 5, 0]);
    expect([...gradient]).toEqual([0, 1, 0.6, 0.8, 0, 0]);
  });
});

describe('options that cannot be meant are refused, with what the space has', () => {
  it.each<[() => unknown, string]>([
    [() => gaussianEnergy(plane, { mean: [1, 2, 3] }), 'mean: mean has 3 entries, and the space has 2 axes: x, y'],
    [() => gaussianEnergy(plane, { deviations: [1] }), 'deviations has 1 entry'],
    [() => gaussianEnergy(plane, { covariance: [[1]] }), 'covariance has 1 entry'],
    [() => gaussianEnergy(plane, { deviations: 1, variances: 1 }), 'not deviations and variances'],
    [
      () =>
        gaussianEnergy(plane, {
          covariance: [
            [1, 2],
            [2, 1],
          ],
        }),
      'the matrix is not positive definite',
    ],
    [
      () =>
        gaussianEnergy(plane, {
          covariance: [
            [1, 2],
            [0, 1],
          ],
        }),
      'the matrix is not symmetric',
    ],
    [() => gaussianMixtureEnergy(plane, { components: [{}, { mean: [1] }] }), 'components.1.mean has 1 entry'],
    [() => gaussianMixtureEnergy(plane, { components: [{ weight: -1 }] }), 'weight is -1; it must be finite and > 0'],
    [() => gaussianMixtureEnergy(plane, { components: [] }), 'there is no component'],
    [() => funnelEnergy(line), 'a funnel needs 2 or more axes, and the space has 1 axis: position[0]'],
    [() => bananaEnergy(line), 'a banana needs 2 or more axes'],
    [
      () => eightSchoolsEnergy(VectorSpace.ofDimension(9)),
      'eight-schools needs 10 axes, and the space has 9 axes: position[0], position[1], position[2] … position[8]',
    ],
  ])('%#', (create, message) => {
    expect(create).toThrow(message);
  });

  it.each([
    {
      covariance: [
        [1, 2],
        [2, 1],
      ],
    },
    { covariance: [[1, 0], [1]] },
    {
      precision: [
        [1, 1],
        [0, 1],
      ],
    },
    { deviations: 0 },
    { deviations: 1, variances: 1 },
    { sigma: 1 },
  ])('by the schema, before any work: %j', (given) => {
    const { options } = gaussianModel;
    expect(typeof options !== 'function' && options.safeParse(given).success).toBe(false);
  });
});
