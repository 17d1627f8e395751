import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { doubleWellEnergy } from '../models/double-well.js';
import { eightSchoolsEnergy } from '../models/eight-schools.js';
import { funnelEnergy } from '../models/funnel.js';
import { gaussianEnergy } from '../models/gaussian.js';
import { gaussianMixtureEnergy } from '../models/gaussian-mixture.js';
import { quarticEnergy } from '../models/quartic.js';
import { randomStream } from '../numerics/random-stream.js';
import { mean, standardDeviation } from '../numerics/statistics.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { ChainStreams } from './chain-streams.js';
import reference from './fixtures/gradient-kernels.json' with { type: 'json' };
import { hmcKernel } from './hmc.js';
import { fixedKernel, type TunableKernel } from './kernel.js';
import { langevinKernel } from './langevin.js';
import { malaKernel } from './mala.js';
import { nutsKernel } from './nuts.js';
import { tunedKernel } from './tuned-kernel.js';
import { underdampedLangevinKernel } from './underdamped-langevin.js';

/*
 * Every stream has a fixed seed. Chains are independent, so the means of chains are independent numbers of one distribution, and
 * the mean of those is held against the exact value in units of its own standard error: for a kernel without fault a new seed
 * would leave ± 4.5 with probability 7 · 10⁻⁶ for each of some 70 numbers here, 5 · 10⁻⁴ together.
 */
const limit = 4.5;

interface Target {
  readonly space: VectorSpace;
  readonly energy: Differentiable<VectorBatch>;
}

type Quantity = (x: Float64Array) => number;

interface Plan {
  readonly chains?: number;
  readonly warmUp?: number;
  readonly steps?: number;
  readonly beta?: number;
  readonly start?: VectorBatch;
}

/** Mean of each quantity over each chain: [quantities][chains]. */
async function chainMeans(
  { space }: Target,
  tunable: TunableKernel<VectorBatch>,
  quantities: readonly Quantity[],
  { chains = 300, warmUp = 200, steps = 400, beta = 1, start }: Plan = {},
): Promise<Float64Array[]> {
  const root = randomStream(3, 'gradient kernels');
  const streams = new ChainStreams(root, chains);
  let state = await tunable.at({}).init(start ?? space.random(root.split(1e6), chains));
  let { parameters } = await tunable.initialParameters(streams.at(0), state, beta);
  let kernel = tunable.at(parameters);
  const sums = quantities.map(() => new Float64Array(chains));
  const { dimension } = space;
  // Steps after the tuning that are not counted, for the places where it ended depend on the parameters that it found.
  const rest = 300;
  for (let step = 1; step <= warmUp + rest + steps; step++) {
    const [next, info] = await kernel.step(streams.at(step), state, beta);
    state = next;
    if (step <= warmUp) {
      parameters = tunable.tune?.(parameters, { step, stepCount: warmUp, state, info }) ?? parameters;
      kernel = tunable.at(parameters);
    }
    if (step <= warmUp + rest) continue;
    for (let chain = 0; chain < chains; chain++) {
      const x = state.batch.subarray(chain * dimension, (chain + 1) * dimension);
      for (const [k, quantity] of quantities.entries()) sums[k]![chain]! += quantity(x) / steps;
    }
  }
  return sums;
}

/** The mean over chains less the exact value, in standard errors. */
function deviation(means: Float64Array, exact: number): number {
  return (mean(means) - exact) / (standardDeviation(means) / Math.sqrt(means.length));
}

const square: Quantity = ([x = 0]) => x * x;
const line = VectorSpace.ofDimension(1);
const plane = VectorSpace.ofDimension(2);

type Make = (target: Target) => TunableKernel<VectorBatch>;

/**
 * Exact kernels as they tune themselves. MALA is tuned to small steps: with large ones it seldom leaves the tails of a quartic, and
 * means of chains would have tails themselves.
 */
const exactKernels: readonly [string, Make][] = [
  [
    'mala',
    (target) =>
      tunedKernel(
        target,
        { stepSize: undefined, adapt: true, targetAcceptance: 0.9, metric: 'unit', fromLeapfrog: (e) => 0.5 * e * e },
        (stepSize) => malaKernel({ ...target, stepSize }),
      ),
  ],
  [
    'hmc',
    (target) =>
      tunedKernel(
        target,
        { stepSize: undefined, adapt: true, targetAcceptance: 0.8, metric: 'diagonal' },
        (stepSize, metric) => hmcKernel({ ...target, stepSize, metric, steps: 7, jitter: 0.2 }),
      ),
  ],
  [
    'nuts',
    (target) =>
      tunedKernel(
        target,
        { stepSize: undefined, adapt: true, targetAcceptance: 0.8, metric: 'diagonal' },
        (stepSize, metric) => nutsKernel({ ...target, stepSize, metric }),
      ),
  ],
  [
    'nuts, dense',
    (target) =>
      tunedKernel(
        target,
        { stepSize: undefined, adapt: true, targetAcceptance: 0.8, metric: 'dense' },
        (stepSize, metric) => nutsKernel({ ...target, stepSize, metric }),
      ),
  ],
];

describe('the bias of ULA, and that others have none', () => {
  const target = { space: line, energy: gaussianEnergy(line, { deviations: 1 }) };
  it.each(reference.ula_bias_on_standard_normal)('at λ = $h', async ({ h, variance }) => {
    const [ula] = await chainMeans(target, fixedKernel(langevinKernel({ ...target, stepSize: h })), [square]);
    expect(Math.abs(deviation(ula!, variance))).toBeLessThan(limit);
    // λ = ε²/2 is the same move by a leapfrog of time ε.
    const time = Math.sqrt(2 * h);
    for (const kernel of [
      malaKernel({ ...target, stepSize: h }),
      hmcKernel({ ...target, stepSize: time, steps: 1 }),
      hmcKernel({ ...target, stepSize: time, steps: 3, jitter: 0.3 }),
      nutsKernel({ ...target, stepSize: time }),
    ]) {
      const [squares] = await chainMeans(target, fixedKernel(kernel), [square]);
      expect(Math.abs(deviation(squares!, 1))).toBeLessThan(limit);
    }
  });
});

describe.each(exactKernels)('%s', (_, make) => {
  it('knows the double well', async () => {
    const target = { space: line, energy: doubleWellEnergy(line, { stiffness: 2 }) };
    const [squares] = await chainMeans(target, make(target), [square]);
    expect(Math.abs(deviation(squares!, reference.double_well.mean_x2))).toBeLessThan(limit);
  });

  it('knows the quartic', async () => {
    const target = { space: line, energy: quarticEnergy(line) };
    const [squares] = await chainMeans(target, make(target), [square]);
    expect(Math.abs(deviation(squares!, reference.quartic.mean_x2))).toBeLessThan(limit);
  });

  it('knows the eight Gaussians', async () => {
    const components = Array.from({ length: 8 }, (_, k) => ({
      mean: [4 * Math.cos((k * Math.PI) / 4), 4 * Math.sin((k * Math.PI) / 4)],
      deviations: 0.5,
    }));
    const target = { space: plane, energy: gaussianMixtureEnergy(plane, { components }) };
    const radius: Quantity = ([x = 0, y = 0]) => x * x + y * y;
    const [squares] = await chainMeans(target, make(target), [radius], { steps: 600 });
    expect(Math.abs(deviation(squares!, reference.eight_gaussians.mean_squared_radius))).toBeLessThan(limit);
  });

  it('knows ten correlated coordinates', async () => {
    const dimension = 10;
    const rho = 0.9;
    const space = VectorSpace.ofDimension(dimension);
    // AR(1): Σᵢⱼ = sᵢ sⱼ ρ^|i−j|, s from 0.5 to 5.
    const width = (i: number): number => 0.5 * (1 + i);
    const covariance = Array.from({ length: dimension }, (_, i) =>
      Array.from({ length: dimension }, (_, j) => width(i) * width(j) * rho ** Math.abs(i - j)),
    );
    const target = { space, energy: gaussianEnergy(space, { covariance }) };
    const quantities: Quantity[] = [
      (x) => x[0]!,
      (x) => x[9]!,
      (x) => x[0]! ** 2,
      (x) => x[9]! ** 2,
      (x) => x[0]! * x[9]!,
      (x) => x[4]! * x[5]!,
    ];
    const exact = [0, 0, covariance[0]![0]!, covariance[9]![9]!, covariance[0]![9]!, covariance[4]![5]!];
    // Started from exact draws where it moves too slowly to come from afar: warm-up of 300 steps is for the tuning alone.
    const start = correlated(200, dimension, rho, width);
    const means = await chainMeans(target, make(target), quantities, { chains: 200, warmUp: 300, steps: 500, start });
    for (const [k, value] of means.entries()) expect(Math.abs(deviation(value, exact[k]!))).toBeLessThan(limit);
  });
});

describe('walls', () => {
  const box = VectorSpace.ofAxes([
    { name: 'x', low: 0 },
    { name: 'y', low: -1, high: 0.5 },
  ]);
  const target = { space: box, energy: gaussianEnergy(box, { deviations: 1 }) };

  it.each([
    ['mala', malaKernel({ ...target, stepSize: 0.2 })],
    ['hmc', hmcKernel({ ...target, stepSize: 0.3, steps: 4, jitter: 0.2 })],
    ['nuts', nutsKernel({ ...target, stepSize: 0.3 })],
  ])('are no bias of %s', async (_, kernel) => {
    const quantities: Quantity[] = [([x = 0]) => x, ([, y = 0]) => y];
    const means = await chainMeans(target, fixedKernel(kernel), quantities, { beta: 2 });
    // Of half a normal of variance ½, and of one between −1 and ½: σ (φ(a) − φ(b)) / (Φ(b) − Φ(a)) by Python's math.erfc.
    expect(Math.abs(deviation(means[0]!, 1 / Math.sqrt(Math.PI)))).toBeLessThan(limit);
    expect(Math.abs(deviation(means[1]!, -0.1700685348))).toBeLessThan(limit);
  });
});

/** Exact draws of an AR(1) sequence with these widths. */
function correlated(count: number, dimension: number, rho: number, width: (i: number) => number): Float64Array {
  const draws = new Float64Array(count * dimension);
  randomStream(4, 'correlated').fillNormal(draws);
  for (let start = 0; start < draws.length; start += dimension) {
    for (let i = 1; i < dimension; i++) {
      draws[start + i] = rho * draws[start + i - 1]! + Math.sqrt(1 - rho * rho) * draws[start + i]!;
    }
    for (let i = 0; i < dimension; i++) draws[start + i]! *= width(i);
  }
  return draws;
}

describe('NUTS', () => {
  const make = exactKernels[2]![1];

  it('knows the eight schools', async () => {
    const space = VectorSpace.ofDimension(10);
    const target = { space, energy: eightSchoolsEnergy(space) };
    const quantities: Quantity[] = [(x) => x[0]!, (x) => Math.exp(x[1]!)];
    const [mu, tau] = await chainMeans(target, make(target), quantities, { chains: 40, warmUp: 500, steps: 1000 });
    const schools = reference.eight_schools_noncentered;
    // Five standard errors, of both estimates: 6 · 10⁻⁷ each.
    const within = (found: Float64Array, exact: number, error: number): number =>
      Math.abs(mean(found) - exact) / Math.hypot(error, standardDeviation(found) / Math.sqrt(found.length));
    expect(within(mu!, schools.mu, schools.mu_mcse)).toBeLessThan(5);
    expect(within(tau!, schools.tau, schools.tau_mcse)).toBeLessThan(5);
    expect(standardDeviation(mu!) / Math.sqrt(mu!.length)).toBeLessThan(0.06);
  });

  it('knows a funnel that is not too deep', async () => {
    const space = VectorSpace.ofDimension(4);
    const target = { space, energy: funnelEnergy(space, { deviation: 1 }) };
    const quantities: Quantity[] = [
      (x) => x[0]!,
      (x) => x[0]! ** 2,
      (x) => Math.atan(x[1]!),
      (x) => Math.tanh(x[1]! ** 2),
    ];
    const [v, v2, odd] = await chainMeans(target, make(target), quantities, { chains: 200, warmUp: 500, steps: 800 });
    expect(Math.abs(deviation(v!, 0))).toBeLessThan(limit);
    expect(Math.abs(deviation(v2!, 1))).toBeLessThan(limit);
    expect(Math.abs(deviation(odd!, 0))).toBeLessThan(limit);
  });
});

describe('BAOAB', () => {
  // On a potential that is no Gaussian its error falls with h² at least: from some h to half of it, to a quarter or less.
  it('has an error of second order or better on the quartic', async () => {
    const target = { space: line, energy: quarticEnergy(line) };
    const errors: number[] = [];
    for (const h of [0.8, 0.4]) {
      const kernel = fixedKernel(underdampedLangevinKernel({ ...target, stepSize: h, friction: 1 }));
      const [squares] = await chainMeans(target, kernel, [square], { chains: 4000, steps: 800 });
      errors.push(mean(squares!) - reference.quartic.mean_x2);
    }
    expect(Math.abs(errors[0]!)).toBeGreaterThan(0.002);
    expect(Math.abs(errors[1]!)).toBeLessThan(Math.abs(errors[0]!) / 3);
  });

  it('has none on a Gaussian, where Euler–Maruyama would', async () => {
    const target = { space: line, energy: gaussianEnergy(line, { deviations: 1 }) };
    const kernel = fixedKernel(underdampedLangevinKernel({ ...target, stepSize: 1, friction: 1 }));
    const [squares] = await chainMeans(target, kernel, [square], { beta: 2 });
    expect(Math.abs(deviation(squares!, 0.5))).toBeLessThan(limit);
  });
});
