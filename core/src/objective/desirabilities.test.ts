import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { derringerMaximum, derringerMinimum, derringerTarget } from './derringer-suich.js';
import { absoluteDistance, squaredDistance } from './distances.js';
import { exponentialDecay } from './exponential-decay.js';
import { gaussian, maxGaussian, minGaussian } from './gaussians.js';
import { monotoneCubic, piecewiseLinear } from './interpolated.js';
import type { ObjectiveDefinition } from './objective-definition.js';
import { clipped, linear, smoothClipped, thresholdLinear } from './ramps.js';
import { doubleSigmoid, reverseSigmoid, sigmoid } from './sigmoids.js';
import { leftStep, rightStep, step } from './steps.js';
import { valueMapping } from './value-mapping.js';

const inf = Number.POSITIVE_INFINITY;

/** The literal with its options type hidden, so that tables can hold any of them. */
function create(definition: unknown, options: unknown) {
  const { options: schema, create: make } = definition as ObjectiveDefinition;
  return make((schema as z.ZodType<unknown>).parse(options));
}

function desirability(definition: unknown, options: unknown, x: number): number {
  return Math.exp(-create(definition, options).energy(Float64Array.of(x))[0]!);
}

describe('values published with reinvent-scoring (its unit tests, rounded to three places)', () => {
  const values = [12.016, 0.0015, 7.9, 123.264, 77.8, 4.0, 111.12];
  it.each([
    [sigmoid, { low: 4, high: 9, steepness: 0.25 }, [0.998, 0.001, 0.834, 1, 1, 0.053, 1]],
    [reverseSigmoid, { low: 4, high: 9, steepness: 0.25 }, [0.002, 0.999, 0.166, 0, 0, 0.947, 0]],
    [
      doubleSigmoid,
      { low: 4, high: 9, divisor: 100, lowSteepness: 150, highSteepness: 150 },
      [0, 0, 0.978, 0, 0, 0.5, 0],
    ],
  ])('$name', (definition, options, expected) => {
    values.forEach((x, i) => {
      expect(Math.abs(desirability(definition, options, x) - expected[i]!)).toBeLessThanOrEqual(0.00051);
    });
  });

  it('piecewise-linear', () => {
    const options = {
      points: [
        { value: 0, desirability: 0 },
        { value: 1, desirability: 1 },
      ],
    };
    const expected = [0, 0, 0.3, 0.7, 1];
    [-1, 0, 0.3, 0.7, 15].forEach((x, i) => {
      expect(desirability(piecewiseLinear, options, x)).toBeCloseTo(expected[i]!, 14);
    });
  });
});

// By hand, from the formulas that REINVENT 4, GuacaMol, and Derringer & Suich give: value and desirability.
it.each([
  [
    sigmoid,
    { low: 0, high: 10, steepness: 1 },
    [
      [5, 0.5],
      [6, 10 / 11],
      [4, 1 / 11],
      [7, 100 / 101],
    ],
  ],
  [
    reverseSigmoid,
    { low: 0, high: 10, steepness: 1 },
    [
      [5, 0.5],
      [6, 1 / 11],
      [3, 100 / 101],
    ],
  ],
  [
    doubleSigmoid,
    { low: -5, high: 5, divisor: 1, lowSteepness: 1, highSteepness: 2 },
    [
      [-5, 0.5],
      [-4, 10 / 11],
      [-6, 1 / 11],
      [5, 0.5],
      [6, 1 / 101],
      [4, 100 / 101],
    ],
  ],
  [
    leftStep,
    { low: 3 },
    [
      [3, 1],
      [-inf, 1],
      [3.01, 0],
      [inf, 0],
    ],
  ],
  [
    rightStep,
    { high: 3 },
    [
      [3, 1],
      [inf, 1],
      [2.99, 0],
    ],
  ],
  [
    step,
    { low: -5, high: 3 },
    [
      [-5, 1],
      [3, 1],
      [0, 1],
      [-5.01, 0],
      [3.01, 0],
    ],
  ],
  [
    step,
    { low: -5, high: 3, floor: 0.25 },
    [
      [0, 1],
      [4, 0.25],
    ],
  ],
  [
    linear,
    { slope: 0.5 },
    [
      [1, 0.5],
      [3, 1],
      [-1, 0],
      [0, 0],
      [inf, 1],
    ],
  ],
  [
    linear,
    { slope: -0.5 },
    [
      [-1, 0.5],
      [1, 0],
    ],
  ],
  [
    thresholdLinear,
    { threshold: 0.8 },
    [
      [0.4, 0.5],
      [0.8, 1],
      [1, 1],
      [-1, 0],
    ],
  ],
  [
    clipped,
    { upper: 2, lower: 6 },
    [
      [2, 1],
      [1, 1],
      [3, 0.75],
      [6, 0],
      [7, 0],
    ],
  ],
  [
    clipped,
    { upper: 4, highScore: 0.9, lowScore: 0.1 },
    [
      [0, 0.1],
      [-1, 0.1],
      [2, 0.5],
      [4, 0.9],
      [inf, 0.9],
    ],
  ],
  [
    clipped,
    { upper: 4, highScore: 0.9, lowScore: 0.1, floor: 0.5 },
    [
      [-1, 0.55],
      [4, 0.95],
    ],
  ],
  [
    smoothClipped,
    { upper: 4 },
    [
      [2, 0.5],
      [2 + Math.LN2, 2 / 3],
      [2 - Math.log(9), 0.1],
      [-inf, 0],
      [inf, 1],
    ],
  ],
  [
    smoothClipped,
    { upper: 4, highScore: 0.9, lowScore: 0.1 },
    [
      [2, 0.5],
      [2 + Math.log(3), 0.7],
      [-inf, 0.1],
      [inf, 0.9],
    ],
  ],
  [
    squaredDistance,
    { target: 3, coefficient: 0.25 },
    [
      [3, 1],
      [4, 0.75],
      [2, 0.75],
      [5, 0],
      [9, 0],
      [-inf, 0],
    ],
  ],
  [
    absoluteDistance,
    { target: 3 },
    [
      [3, 1],
      [3.25, 0.75],
      [2.5, 0.5],
      [4, 0],
      [inf, 0],
    ],
  ],
  [
    gaussian,
    { mean: 1, sigma: 2 },
    [
      [1, 1],
      [3, Math.exp(-0.5)],
      [-3, Math.exp(-2)],
      [inf, 0],
    ],
  ],
  [
    minGaussian,
    { mean: 1, sigma: 2 },
    [
      [1, 1],
      [-9, 1],
      [3, Math.exp(-0.5)],
    ],
  ],
  [
    maxGaussian,
    { mean: 1, sigma: 2 },
    [
      [1, 1],
      [9, 1],
      [-1, Math.exp(-0.5)],
    ],
  ],
  [
    exponentialDecay,
    { rate: 0.5 },
    [
      [-3, 1],
      [0, 1],
      [2, Math.exp(-1)],
      [inf, 0],
    ],
  ],
  [
    valueMapping,
    {
      mapping: [
        { value: 0, desirability: 0.5 },
        { value: 2, desirability: 1 },
      ],
      otherwise: 0.25,
    },
    [
      [0, 0.5],
      [-0, 0.5],
      [2, 1],
      [1, 0.25],
      [inf, 0.25],
    ],
  ],
  [
    piecewiseLinear,
    {
      points: [
        { value: -1, desirability: 0.2 },
        { value: 1, desirability: 1 },
        { value: 3, desirability: 0.5 },
      ],
    },
    [
      [-2, 0.2],
      [-1, 0.2],
      [0, 0.6],
      [1, 1],
      [2, 0.75],
      [3, 0.5],
      [inf, 0.5],
    ],
  ],
  // Between two points with flat ends the cubic is 3t² − 2t³.
  [
    monotoneCubic,
    {
      points: [
        { value: 0, desirability: 0 },
        { value: 2, desirability: 1 },
      ],
    },
    [
      [0.5, 0.15625],
      [1, 0.5],
      [3, 1],
    ],
  ],
  // Slope at the middle point: 9 / (5/0.5 + 4/0.25) = 9/26; half way before it the Hermite cubic is 0.25 − (9/26)/8.
  [
    monotoneCubic,
    {
      points: [
        { value: 0, desirability: 0 },
        { value: 1, desirability: 0.5 },
        { value: 3, desirability: 1 },
      ],
    },
    [
      [0.5, 0.25 - 9 / 208],
      [1, 0.5],
      [2, 0.75 + 9 / 104],
    ],
  ],
  [
    derringerMaximum,
    { low: 120, target: 170, exponent: 2 },
    [
      [120, 0],
      [145, 0.25],
      [170, 1],
      [200, 1],
      [0, 0],
    ],
  ],
  [
    derringerMinimum,
    { target: 2, high: 6, exponent: 0.5 },
    [
      [2, 1],
      [5, 0.5],
      [6, 0],
      [-inf, 1],
    ],
  ],
  [
    derringerTarget,
    { low: 400, target: 500, high: 540, lowExponent: 2, highExponent: 1 },
    [
      [400, 0],
      [450, 0.25],
      [500, 1],
      [530, 0.25],
      [540, 0],
      [600, 0],
    ],
  ],
])('$name with %j', (definition, options, table) => {
  for (const [x, expected] of table) expect(desirability(definition, options, x!)).toBeCloseTo(expected!, 13);
});

describe('energies far out, where d underflows or rounds to 1', () => {
  const energy = (definition: unknown, options: unknown, x: number) =>
    create(definition, options).energy(Float64Array.of(x))[0]!;

  it('of the gaussian are the parabola', () => {
    expect(energy(gaussian, { mean: 0, sigma: 1 }, 100)).toBe(5000);
  });

  it('of the sigmoid grow linearly, and vanish exponentially', () => {
    const options = { low: 0, high: 10, steepness: 1 };
    expect(energy(sigmoid, options, -995)).toBeCloseTo(1000 * Math.LN10, 9);
    expect(energy(sigmoid, options, 35) / 1e-30).toBeCloseTo(1, 12);
    expect(create(sigmoid, options).derivative(Float64Array.of(-995))[0]).toBeCloseTo(-Math.LN10, 14);
  });

  it('with a floor stay at −ln floor, and exact near d = 1', () => {
    const options = { low: 0, high: 10, steepness: 1, floor: 1e-20 };
    expect(energy(sigmoid, options, -995)).toBeCloseTo(20 * Math.LN10, 12);
    expect(energy(sigmoid, { ...options, floor: 0.5 }, 35) / 0.5e-30).toBeCloseTo(1, 12);
    expect(create(sigmoid, options).derivative(Float64Array.of(-995))[0]).toBe(0);
  });

  it('of d = 0 are +Infinity, with derivative 0', () => {
    const objective = create(clipped, { upper: 1 });
    expect(objective.energy(Float64Array.of(0, -1))).toEqual(Float64Array.of(inf, inf));
    expect(objective.derivative(Float64Array.of(0, -1))).toEqual(Float64Array.of(0, 0));
  });
});

it('monotone-cubic never leaves the range of neighbouring points', () => {
  const desirabilities = [0, 0.01, 0.9, 0.9, 1, 0.2, 0.3];
  const points = desirabilities.map((d, i) => ({ value: i * i, desirability: d }));
  for (let gap = 0; gap + 1 < points.length; gap++) {
    const [left, right] = [points[gap]!, points[gap + 1]!];
    let before = left.desirability;
    for (let i = 1; i <= 50; i++) {
      const d = desirability(monotoneCubic, { points }, left.value + ((right.value - left.value) * i) / 50);
      expect((d - before) * Math.sign(right.desirability - left.desirability || 1)).toBeGreaterThanOrEqual(-1e-15);
      if (left.desirability === right.desirability) expect(d).toBeCloseTo(left.desirability, 15);
      before = d;
    }
  }
});

it.each([
  [sigmoid, { low: 2, high: 2 }, 'high must be greater than low'],
  [sigmoid, { low: 2, high: 3, steepness: -1 }, 'steepness'],
  [doubleSigmoid, { low: 3, high: 2 }, 'high must be greater than low'],
  [doubleSigmoid, { low: 1, high: 2, divisor: 0 }, 'divisor'],
  [step, { low: 3, high: 2 }, 'high must not be less than low'],
  [linear, { slope: 0 }, 'slope must not be 0'],
  [thresholdLinear, { threshold: 0 }, 'threshold'],
  [clipped, { upper: 0 }, 'upper must differ from lower'],
  [smoothClipped, { upper: 1, highScore: 0.5, lowScore: 0.5 }, 'lowScore must be less than highScore'],
  [clipped, { upper: 1, highScore: 1.5 }, 'highScore'],
  [
    valueMapping,
    {
      mapping: [
        { value: 1, desirability: 1 },
        { value: 1, desirability: 0 },
      ],
    },
    'only once',
  ],
  [piecewiseLinear, { points: [{ value: 1, desirability: 1 }] }, 'points'],
  [
    monotoneCubic,
    {
      points: [
        { value: 1, desirability: 1 },
        { value: 1, desirability: 0 },
      ],
    },
    'must increase',
  ],
  [derringerTarget, { low: 1, target: 1, high: 2 }, 'target must be greater than low'],
  [derringerMinimum, { target: 3, high: 2 }, 'high must be greater than target'],
  [derringerMaximum, { low: 1, target: 2, exponent: 0 }, 'exponent'],
])('$name refuses %j', (definition, options, message) => {
  expect(() => create(definition, options)).toThrow(message);
});
