import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { doubleWells, formulaEnergy } from '../testing/point-energies.js';
import { scriptedNormals } from '../testing/scripted-rng.js';
import { GradientTarget, valueAndGradient } from './gradient-target.js';
import { hmcKernel } from './hmc.js';
import { Leapfrog } from './leapfrog.js';
import { type Metric, unitMetric } from './metric.js';

const plane = VectorSpace.ofDimension(2);
/** Two wells that are coupled: E = 2(x² − 1)² + 2(y² − 1)² + xy/2. */
const coupled = formulaEnergy(2, (x, gradient) => {
  const energy = doubleWells(x, gradient) + 0.5 * x[0]! * x[1]!;
  gradient[0]! += 0.5 * x[1]!;
  gradient[1]! += 0.5 * x[0]!;
  return energy;
});
const diagonal: Metric = { kind: 'diagonal', scale: Float64Array.of(0.7, 1.6), stride: 0 };
const dense: Metric = { kind: 'dense', scale: Float64Array.of(0.8, 0, 0.5, 1.1), stride: 0 };
const metrics: readonly [string, Metric][] = [
  ['unit', unitMetric],
  ['diagonal', diagonal],
  ['dense', dense],
];
const target = new GradientTarget({ space: plane, energy: coupled });
const beta = 0.7;

/** Where leapfrogs lead from (x, y, q₁, q₂), which is left as it is. */
async function flow(point: Float64Array, metric: Metric, time: number, count: number): Promise<Float64Array> {
  const state = await target.init(point.slice(0, 2));
  const momentum = point.slice(2);
  const leapfrog = new Leapfrog(target, metric, {
    state,
    gradient: state.arrays!.gradient!,
    beta,
    stepSizes: Float64Array.of(time),
    momentum,
    ways: [new Float64Array(2), new Float64Array(2)],
    into: valueAndGradient(1, 2),
  });
  const { batch } = await leapfrog.run(count);
  return Float64Array.of(...batch, ...momentum);
}

/** βE + ½|q|². */
async function hamiltonian(point: Float64Array): Promise<number> {
  const energy = await coupled.evaluate(point.slice(0, 2));
  return beta * energy[0]! + 0.5 * (point[2]! ** 2 + point[3]! ** 2);
}

const start = Float64Array.of(0.6, -1.1, 0.9, -0.4);

describe.each(metrics)('the leapfrog with a %s metric', (_, metric) => {
  it('goes back to where it came from when its momentum is turned about', async () => {
    const there = await flow(start, metric, 0.12, 25);
    const back = await flow(
      there.map((value, i) => (i < 2 ? value : -value)),
      metric,
      0.12,
      25,
    );
    for (const [i, value] of start.entries()) expect(back[i]! * (i < 2 ? 1 : -1)).toBeCloseTo(value, 11);
    expect(Math.abs(there[0]! - start[0]!)).toBeGreaterThan(0.02);
  });

  it('goes back in negative time', async () => {
    const back = await flow(await flow(start, metric, 0.12, 25), metric, -0.12, 25);
    for (const [i, value] of start.entries()) expect(back[i]).toBeCloseTo(value, 11);
  });

  it('keeps volumes: its Jacobian has determinant 1', async () => {
    const columns: number[][] = [];
    const h = 1e-5;
    for (let i = 0; i < 4; i++) {
      const shifted = (by: number): Float64Array => start.map((value, k) => (k === i ? value + by : value));
      const [above, below] = [await flow(shifted(h), metric, 0.15, 8), await flow(shifted(-h), metric, 0.15, 8)];
      columns.push(Array.from(above, (value, k) => (value - below[k]!) / (2 * h)));
    }
    expect(determinant(columns)).toBeCloseTo(1, 7);
  });

  it('has an error of the energy of second order in the step', async () => {
    const before = await hamiltonian(start);
    const errors: number[] = [];
    for (const count of [50, 100, 200]) {
      errors.push(Math.abs((await hamiltonian(await flow(start, metric, 0.8 / count, count))) - before));
    }
    for (let i = 0; i < 2; i++) expect(Math.log2(errors[i]! / errors[i + 1]!)).toBeCloseTo(2, 1);
  });
});

/** By elimination with pivots. */
function determinant(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let product = 1;
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? i + k : best), i);
    if (pivot !== i) product *= -1;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    product *= rows[i]![i]!;
    for (const row of rows.slice(i + 1)) {
      const factor = row[i]! / rows[i]![i]!;
      for (let k = i; k < row.length; k++) row[k]! -= factor * rows[i]![k]!;
    }
  }
  return product;
}

describe('HMC', () => {
  const rng = randomStream(8, 'hmc');

  it.each(metrics.slice(1))(
    'with a %s metric is that of a unit metric in the metric’s coordinates',
    async (_, metric) => {
      const { scale, kind } = metric;
      const toX = ([u = 0, v = 0]: Float64Array): number[] =>
        kind === 'dense' ? [scale[0]! * u, scale[2]! * u + scale[3]! * v] : [scale[0]! * u, scale[1]! * v];
      const inScale = formulaEnergy(2, (u, gradient) => {
        const slope = new Float64Array(2);
        const found = coupled.evaluateWithGradient(Float64Array.from(toX(u)));
        if (found instanceof Promise) throw new TypeError('this energy is there at once');
        slope.set(found.gradient);
        gradient[0] = kind === 'dense' ? scale[0]! * slope[0]! + scale[2]! * slope[1]! : scale[0]! * slope[0]!;
        gradient[1] = (kind === 'dense' ? scale[3]! : scale[1]!) * slope[1]!;
        return found.energy[0]!;
      });
      const scaled = hmcKernel({ space: plane, energy: coupled, stepSize: 0.2, steps: 6, metric });
      const plain = hmcKernel({ space: plane, energy: inScale, stepSize: 0.2, steps: 6 });
      const begin = Float64Array.of(0.3, -0.5);
      let here = await scaled.init(Float64Array.from(toX(begin)));
      let there = await plain.init(begin);
      for (let step = 0; step < 30; step++) {
        [here] = await scaled.step(rng.split(step), here, 1);
        [there] = await plain.step(rng.split(step), there, 1);
      }
      for (const [i, x] of toX(there.batch).entries()) expect(here.batch[i]).toBeCloseTo(x, 8);
    },
  );

  it('accepts by the change of βE + ½|q|², and keeps what it accepts', async () => {
    const kernel = hmcKernel({ space: plane, energy: coupled, stepSize: 0.35, steps: 5 });
    const state = await kernel.init(start.slice(0, 2));
    const there = await flow(start, unitMetric, 0.35, 5);
    const loss = (await hamiltonian(start)) - (await hamiltonian(there));
    const script = (z: number): Float64Array => Float64Array.of(start[2]!, start[3]!, z, 0);
    const [taken, info] = await kernel.step(scriptedNormals(script(20)), state, beta);
    expect(info.acceptanceProbability![0]).toBeCloseTo(Math.min(1, Math.exp(loss)), 12);
    expect(info.accepted).toEqual(Uint8Array.of(1));
    expect(taken.batch).toEqual(there.slice(0, 2));
    const far = hmcKernel({ space: plane, energy: coupled, stepSize: 0.55, steps: 9 });
    const [kept, refused] = await far.step(scriptedNormals(script(0)), state, beta);
    expect(refused.acceptanceProbability![0]).toBeLessThan(1);
    expect(refused.accepted).toEqual(Uint8Array.of(0));
    expect(kept.batch).toEqual(state.batch);
    expect(kept.arrays).toEqual(state.arrays);
  });

  it('varies the step within the jitter, evenly', async () => {
    const flat = formulaEnergy(2, () => 0);
    const kernel = hmcKernel({ space: plane, energy: flat, stepSize: 1, steps: 1, jitter: 0.25 });
    const count = 2000;
    const noise = new Float64Array(6 * count);
    rng.fillNormal(noise);
    for (let row = 0; row < count; row++) noise.set([1, 0], 6 * row);
    const [next] = await kernel.step(scriptedNormals(noise), await kernel.init(new Float64Array(2 * count)), 1);
    const sizes = next.batch.filter((_, i) => i % 2 === 0).toSorted();
    expect(sizes[0]).toBeGreaterThanOrEqual(0.75);
    expect(sizes[count - 1]).toBeLessThanOrEqual(1.25);
    // Kolmogorov's distance √n D exceeds 2 with probability 7 · 10⁻⁴ for another seed.
    const distances = sizes.map((size, i) => Math.abs((size - 0.75) / 0.5 - (i + 0.5) / count));
    expect(Math.max(...distances) * Math.sqrt(count)).toBeLessThan(2);
  });

  it('counts trajectories that go astray, and stays where it was', async () => {
    const kernel = hmcKernel({ space: plane, energy: coupled, stepSize: 3, steps: 30 });
    const state = await kernel.init(Float64Array.of(...start.slice(0, 2), 0.9, 1));
    const [next, info] = await kernel.step(rng, state, 1);
    expect(info.counts!.divergences).toBe(2);
    expect(info.countsByChain!.divergences!.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(info.counts!.nonFinite).toBe(0);
    expect(info.acceptanceProbability).toEqual(new Float64Array(2));
    expect(next.batch).toEqual(state.batch);
  });
});
