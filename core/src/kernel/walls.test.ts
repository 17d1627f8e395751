import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { GradientTarget, valueAndGradient } from './gradient-target.js';
import { hmcKernel } from './hmc.js';
import { langevinKernel } from './langevin.js';
import { Leapfrog } from './leapfrog.js';
import { malaKernel } from './mala.js';
import { type Metric, unitMetric } from './metric.js';
import { nutsKernel } from './nuts.js';
import { reflect } from './reflect.js';

const box = VectorSpace.ofAxes([
  { name: 'x', low: 0 },
  { name: 'y', low: -0.7, high: 0.4 },
]);
/** E = (x² + 2y² + xy) / 2. */
const tilted = formulaEnergy(2, ([x = 0, y = 0], gradient) => {
  gradient.set([x + 0.5 * y, 2 * y + 0.5 * x]);
  return 0.5 * (x * x + 2 * y * y + x * y);
});
const metrics: readonly [string, Metric][] = [
  ['unit', unitMetric],
  ['diagonal', { kind: 'diagonal', scale: Float64Array.of(0.7, 1.6), stride: 0 }],
  ['dense', { kind: 'dense', scale: Float64Array.of(0.8, 0, 0.9, 1.1), stride: 0 }],
];

/** Where leapfrogs in the box lead from (x, y, q₁, q₂). */
async function flow(point: Float64Array, metric: Metric, time: number, count: number): Promise<Float64Array> {
  const target = new GradientTarget({ space: box, energy: tilted });
  const state = await target.init(point.slice(0, 2));
  const momentum = point.slice(2);
  const leapfrog = new Leapfrog(target, metric, {
    state,
    gradient: state.arrays!.gradient!,
    beta: 1,
    stepSizes: Float64Array.of(time),
    momentum,
    ways: [new Float64Array(2), new Float64Array(2)],
    into: valueAndGradient(1, 2),
  });
  const { batch } = await leapfrog.run(count);
  return Float64Array.of(...batch, ...momentum);
}

const start = Float64Array.of(0.3, -0.2, -1.3, 1.7);

describe.each(metrics)('a leapfrog between walls with a %s metric', (_, metric) => {
  it('stays between them, and goes back the way it came', async () => {
    for (let count = 1; count <= 25; count++) {
      const there = await flow(start, metric, 0.2, count);
      expect(there[0]).toBeGreaterThanOrEqual(0);
      expect(there[1]).toBeGreaterThanOrEqual(-0.7);
      expect(there[1]).toBeLessThanOrEqual(0.4);
      const turned = there.map((value, i) => (i < 2 ? value : -value));
      const back = await flow(turned, metric, 0.2, count);
      for (const [i, value] of start.entries()) expect(back[i]! * (i < 2 ? 1 : -1)).toBeCloseTo(value, 9);
      const before = await flow(there, metric, -0.2, count);
      for (const [i, value] of start.entries()) expect(before[i]).toBeCloseTo(value, 9);
    }
  });

  it('keeps volumes', async () => {
    const h = 1e-6;
    const columns = await Promise.all(
      [0, 1, 2, 3].map(async (i) => {
        const shifted = (by: number): Float64Array => start.map((value, k) => (k === i ? value + by : value));
        const [above, below] = [await flow(shifted(h), metric, 0.2, 13), await flow(shifted(-h), metric, 0.2, 13)];
        return Array.from(above, (value, k) => (value - below[k]!) / (2 * h));
      }),
    );
    expect(Math.abs(determinant(columns))).toBeCloseTo(1, 5);
  });

  it('keeps ½|q|² where nothing pulls', async () => {
    const flat = new GradientTarget({ space: box, energy: formulaEnergy(2, () => 0) });
    const state = await flat.init(start.slice(0, 2));
    const momentum = start.slice(2);
    const leapfrog = new Leapfrog(flat, metric, {
      state,
      gradient: new Float64Array(2),
      beta: 1,
      stepSizes: Float64Array.of(0.2),
      momentum,
      ways: [new Float64Array(2), new Float64Array(2)],
      into: valueAndGradient(1, 2),
    });
    await leapfrog.run(17);
    expect(leapfrog.kineticLoss()[0]).toBeCloseTo(0, 10);
    expect(momentum).not.toEqual(start.slice(2));
  });
});

/** By Laplace's expansion. */
function determinant(matrix: readonly (readonly number[])[]): number {
  if (matrix.length === 1) return matrix[0]![0]!;
  return matrix[0]!.reduce((sum, value, column) => {
    const minor = matrix.slice(1).map((row) => row.filter((__, k) => k !== column));
    return sum + (column % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}

it('mirrors as often as it takes, but not over a thousand widths', () => {
  const momentum = Float64Array.of(1, 1);
  const place = (y: number): Float64Array => {
    const point = Float64Array.of(-0.25, y);
    momentum.fill(1);
    reflect(box.axes, point, momentum);
    return point;
  };
  expect([...place(0.5)]).toEqual([0.25, expect.closeTo(0.3, 12)]);
  expect([...momentum]).toEqual([-1, -1]);
  expect(place(-0.7 + 2.2 * 3 + 0.1)[1]).toBeCloseTo(-0.6, 12);
  expect([...momentum]).toEqual([-1, 1]);
  expect(place(2000)[1]).toBe(2000);
  expect([...momentum]).toEqual([-1, 1]);
});

const kernels = [
  ['hmc', (parts: Parts) => hmcKernel({ ...parts, steps: 6, jitter: 0.2 })],
  ['nuts', (parts: Parts) => nutsKernel(parts)],
  ['mala', (parts: Parts) => malaKernel(parts)],
  ['langevin', (parts: Parts) => langevinKernel(parts)],
] as const;
interface Parts {
  readonly space: VectorSpace;
  readonly energy: typeof tilted;
  readonly stepSize: number;
}

describe.each(kernels)('%s', (name, make) => {
  const rng = randomStream(5, 'walls');
  const begin = Float64Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 0.1 : 0.2));

  it('calls no point outside bounds one without an energy', async () => {
    const kernel = make({ space: box, energy: tilted, stepSize: 0.15 });
    let state = await kernel.init(begin);
    let forbidden = 0;
    for (let step = 0; step < 20; step++) {
      const [next, info] = await kernel.step(rng.split(step), state, 1);
      state = next;
      forbidden += info.counts!.forbidden!;
      expect(info.counts!.nonFinite).toBe(0);
      expect(info.countsByChain!.nonFinite).toEqual(new Float64Array(32));
      expect(info.fault).toBeUndefined();
    }
    // Of these only MALA proposes what is outside; the others turn back at the walls.
    expect(forbidden > 0).toBe(name === 'mala');
  });

  it('counts forbidden points and those without an energy apart, for each chain', async () => {
    const holed = formulaEnergy(2, (x, gradient) => {
      const energy = standardNormal(x, gradient);
      if (x[0]! > 2) return Number.NaN;
      return x[1]! > 0.3 ? Number.POSITIVE_INFINITY : energy;
    });
    const kernel = make({ space: box, energy: holed, stepSize: 0.8 });
    let state = await kernel.init(begin);
    let [forbidden, nonFinite] = [0, 0];
    for (let step = 0; step < 20; step++) {
      const [next, { counts, countsByChain, fault }] = await kernel.step(rng.split(step), state, 1);
      state = next;
      forbidden += counts!.forbidden!;
      nonFinite += counts!.nonFinite!;
      expect(countsByChain!.nonFinite!.reduce((sum, count) => sum + count, 0)).toBe(counts!.nonFinite);
      expect(fault !== undefined).toBe(counts!.nonFinite! > 0);
    }
    expect(forbidden).toBeGreaterThan(0);
    expect(nonFinite).toBeGreaterThan(0);
  });
});
