import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { mean, standardDeviation } from '../numerics/statistics.js';
import { VectorSpace } from '../state/vector-space.js';
import { formulaEnergy, type PointFormula } from '../testing/point-energies.js';
import { hmcKernel } from './hmc.js';
import type { Kernel } from './kernel.js';
import { malaKernel } from './mala.js';
import { type Metric, unitMetric } from './metric.js';
import { nutsKernel } from './nuts.js';

/*
 * Chains begin with independent draws of p, made by rejection, and make two steps: they must be draws of p still. Where the
 * distribution function of an axis is known, Kolmogorov's √n D is below 2.4 but for 2 · 10⁻⁵ of seeds; the other numbers are means
 * of independent chains, of which 7 · 10⁻⁶ leave ± 4.5 standard errors. Some 250 numbers: 4 · 10⁻³ together.
 */
const chainCount = 20_000;
const [farthest, widest] = [2.4, 4.5];

interface Target {
  readonly space: VectorSpace;
  readonly formula: PointFormula;
  /** A draw, or nothing where it is rejected. */
  propose(uniform: () => number, normal: () => number): readonly number[] | undefined;
  /** Distribution functions of axes, where they are known. */
  readonly distributions?: readonly (((x: number) => number) | undefined)[];
}

/** Φ by Abramowitz & Stegun 7.1.26, to 1.5 · 10⁻⁷. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-0.5 * x * x);
  return x > 0 ? 1 - tail : tail;
}

const cut = (low: number, high: number) => (x: number) =>
  (normalDistribution(x) - normalDistribution(low)) / (normalDistribution(high) - normalDistribution(low));

const targets: Readonly<Record<string, Target>> = {
  'a normal cut at both ends and one at one end': {
    space: VectorSpace.ofAxes([
      { name: 'x', low: 0.5 },
      { name: 'y', low: -1, high: 0.3 },
      { name: 'z', high: 0 },
    ]),
    formula: ([x = 0, y = 0, z = 0], gradient) => {
      gradient.set([x, y, z]);
      return 0.5 * (x * x + y * y + z * z);
    },
    propose: (_, normal) => {
      const [x, y, z] = [Math.abs(normal()), normal(), -Math.abs(normal())];
      return x >= 0.5 && y >= -1 && y <= 0.3 ? [x, y, z] : undefined;
    },
    distributions: [cut(0.5, 9), cut(-1, 0.3), cut(-9, 0)],
  },
  'an exponential beside an even box': {
    space: VectorSpace.ofAxes([
      { name: 'x', low: 0 },
      { name: 'y', low: 2, high: 2.5 },
    ]),
    formula: ([x = 0], gradient) => {
      gradient.set([3, 0]);
      return 3 * x;
    },
    propose: (uniform) => [-Math.log(1 - uniform()) / 3, 2 + 0.5 * uniform()],
    distributions: [(x) => 1 - Math.exp(-3 * x), (y) => (y - 2) / 0.5],
  },
  'a correlated normal in a box': {
    space: VectorSpace.ofAxes([
      { name: 'x', low: -0.5, high: 1 },
      { name: 'y', low: -0.4 },
    ]),
    // Correlation 0.8, variances 1.
    formula: ([x = 0, y = 0], gradient) => {
      gradient.set([(x - 0.8 * y) / 0.36, (y - 0.8 * x) / 0.36]);
      return (x * x + y * y - 1.6 * x * y) / 0.72;
    },
    propose: (_, normal) => {
      const x = normal();
      const y = 0.8 * x + 0.6 * normal();
      return x >= -0.5 && x <= 1 && y >= -0.4 ? [x, y] : undefined;
    },
  },
  'an angle and a bound': {
    space: VectorSpace.ofAxes([
      { name: 'angle', low: 0, high: 2 * Math.PI, periodic: true },
      { name: 'x', low: -1, high: 0.5 },
    ]),
    formula: ([angle = 0, x = 0], gradient) => {
      gradient.set([1.5 * Math.sin(angle - x), x - 1.5 * Math.sin(angle - x)]);
      return 0.5 * x * x - 1.5 * Math.cos(angle - x);
    },
    propose: (uniform) => {
      const [angle, x] = [2 * Math.PI * uniform(), -1 + 1.5 * uniform()];
      return uniform() < Math.exp(1.5 * Math.cos(angle - x) - 1.5 - 0.5 * x * x) ? [angle, x] : undefined;
    },
  },
};

interface Moved {
  readonly space: VectorSpace;
  readonly energy: ReturnType<typeof formulaEnergy>;
  readonly metric: Metric;
}

const makers: readonly (readonly [string, (parts: Moved) => Kernel<Float64Array>])[] = [
  ['hmc', (parts) => hmcKernel({ ...parts, stepSize: 0.45, steps: 3, jitter: 0.3 })],
  ['nuts', (parts) => nutsKernel({ ...parts, stepSize: 0.35, mostDoublings: 5 })],
  ['nuts of coarse steps', (parts) => nutsKernel({ ...parts, stepSize: 1.1 })],
];

function metricsOf(dimension: number): readonly [string, Metric][] {
  const diagonal = Float64Array.from({ length: dimension }, (_, i) => 0.6 + 0.5 * i);
  const dense = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) for (let j = 0; j <= i; j++) dense[i * dimension + j] = i === j ? 0.7 : 0.5;
  return [
    ['unit', unitMetric],
    ['diagonal', { kind: 'diagonal', scale: diagonal, stride: 0 }],
    ['dense', { kind: 'dense', scale: dense, stride: 0 }],
  ];
}

function exactDraws({ space, propose }: Target, count: number, name: string): Float64Array {
  const rng = randomStream(17, name);
  const draws = new Float64Array(count * space.dimension);
  for (let row = 0; row < count; ) {
    const point = propose(
      () => rng.uniform(),
      () => rng.normal(),
    );
    if (point !== undefined) draws.set(point, row++ * space.dimension);
  }
  return draws;
}

describe.each(Object.entries(targets))('%s', (title, target) => {
  const { dimension } = target.space;
  const energy = formulaEnergy(dimension, target.formula);
  const begin = exactDraws(target, chainCount, title);
  const others = exactDraws(target, chainCount, `${title}, again`);
  const cases = metricsOf(dimension).flatMap(([kind, metric]) =>
    makers.map(([name, make]) => [`${name}, ${kind}`, make({ space: target.space, energy, metric })] as const),
  );
  const mala = malaKernel({ space: target.space, energy, stepSize: 0.2 });

  it.each([...cases, ['mala', mala] as const])('stays as it is under %s', async (name, kernel) => {
    const rng = randomStream(18, name);
    let state = await kernel.init(begin.slice());
    for (let step = 0; step < 2; step++) [state] = await kernel.step(rng.split(step), state, 1);
    for (let axis = 0; axis < dimension; axis++) {
      const distribution = target.distributions?.[axis];
      const places = column(state.batch, dimension, axis);
      if (distribution !== undefined) expect(kolmogorov(places, distribution)).toBeLessThan(farthest);
      const same = places.filter((x, row) => x === begin[row * dimension + axis]).length;
      expect(same).toBeLessThan(0.9 * chainCount);
    }
    for (const [i, statistic] of statistics(dimension).entries()) {
      const [found, exact] = [perRow(state.batch, dimension, statistic), perRow(others, dimension, statistic)];
      const error = Math.hypot(standardDeviation(found), standardDeviation(exact)) / Math.sqrt(chainCount);
      expect(Math.abs(mean(found) - mean(exact)) / error, `statistic ${i}`).toBeLessThan(widest);
    }
  });

  it.each([...cases, ['mala', mala] as const])('is in detailed balance under %s', async (name, kernel) => {
    const state = await kernel.init(begin.slice());
    const [next] = await kernel.step(randomStream(19, name), state, 1);
    const all = statistics(dimension);
    for (const [i, one] of all.entries()) {
      const other = all[(i + 1) % all.length]!;
      const [oneBefore, oneAfter] = [perRow(begin, dimension, one), perRow(next.batch, dimension, one)];
      const [otherBefore, otherAfter] = [perRow(begin, dimension, other), perRow(next.batch, dimension, other)];
      const flux = oneBefore.map((value, row) => value * otherAfter[row]! - oneAfter[row]! * otherBefore[row]!);
      const error = standardDeviation(flux) / Math.sqrt(chainCount);
      expect(Math.abs(mean(flux)) / error, `flux ${i}`).toBeLessThan(widest);
    }
  });
});

type Statistic = (x: Float64Array) => number;

function statistics(dimension: number): readonly Statistic[] {
  const [first, last] = [0, dimension - 1];
  return [
    (x) => Math.sin(x[first]!),
    (x) => x[last]!,
    (x) => Math.cos(2 * x[first]!) * x[last]!,
    (x) => Math.exp(-20 * Math.abs(x[last]! - 0.05)),
    (x) => Math.cos(x[first]! - x[last]!),
  ];
}

function perRow(batch: Float64Array, dimension: number, statistic: Statistic): Float64Array {
  return Float64Array.from({ length: chainCount }, (_, row) =>
    statistic(batch.subarray(row * dimension, (row + 1) * dimension)),
  );
}

function column(batch: Float64Array, dimension: number, axis: number): Float64Array {
  return Float64Array.from({ length: chainCount }, (_, row) => batch[row * dimension + axis]!);
}

/** √n times the greatest distance between the share of draws below a place and what it should be. */
function kolmogorov(draws: Float64Array, distribution: (x: number) => number): number {
  let greatest = 0;
  for (const [i, x] of draws.toSorted().entries()) {
    const exact = distribution(x);
    greatest = Math.max(greatest, Math.abs(exact - i / draws.length), Math.abs(exact - (i + 1) / draws.length));
  }
  return greatest * Math.sqrt(draws.length);
}
