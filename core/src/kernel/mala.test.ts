import { describe, expect, it } from 'vitest';
import { VectorSpace } from '../state/vector-space.js';
import { doubleWells, formulaEnergy } from '../testing/point-energies.js';
import { scriptedNormals } from '../testing/scripted-rng.js';
import { malaKernel } from './mala.js';

const line = VectorSpace.ofDimension(1);
const wells = formulaEnergy(1, doubleWells);
const beta = 0.8;
const lambda = 0.15;

const energyAt = (x: number): number => 2 * (x * x - 1) ** 2;
const slopeAt = (x: number): number => 8 * x * (x * x - 1);

/** Midpoints of a grid on which both the density and the moves from everywhere fall off to nothing. */
const gridSize = 240;
const width = 4.8 / gridSize;
const grid = Float64Array.from({ length: gridSize }, (_, i) => -2.4 + (i + 0.5) * width);

/**
 * π(x) K(x, x′) on the grid: the density of a Langevin move, written down from its definition (normal about x − λβE′, variance 2λ),
 * times the acceptance probability that the kernel itself gives for just this move.
 */
async function flow(): Promise<Float64Array> {
  const kernel = malaKernel({ space: line, energy: wells, stepSize: lambda });
  const from = new Float64Array(gridSize ** 2);
  const noise = new Float64Array(3 * from.length);
  for (let i = 0; i < from.length; i++) {
    const x = grid[Math.floor(i / gridSize)]!;
    const to = grid[i % gridSize]!;
    from[i] = x;
    noise[3 * i] = (to - x + lambda * beta * slopeAt(x)) / Math.sqrt(2 * lambda);
  }
  const [, { acceptanceProbability }] = await kernel.step(scriptedNormals(noise), await kernel.init(from), beta);
  return from.map((x, i) => {
    const density = Math.exp(-beta * energyAt(x) - 0.5 * noise[3 * i]! ** 2) / Math.sqrt(4 * Math.PI * lambda);
    return density * acceptanceProbability![i]!;
  });
}

describe('MALA', () => {
  it('keeps detailed balance at every pair of points, and between sets', async () => {
    const pairs = await flow();
    const mass = grid.reduce((sum, x) => sum + Math.exp(-beta * energyAt(x)) * width, 0);
    let largest = 0;
    for (let i = 0; i < gridSize; i++) {
      for (let j = 0; j < i; j++) {
        largest = Math.max(largest, Math.abs(pairs[i * gridSize + j]! - pairs[j * gridSize + i]!) / mass);
      }
    }
    expect(largest).toBeLessThan(1e-12);
    const between = (isFrom: (x: number) => boolean, isTo: (x: number) => boolean): number =>
      pairs.reduce((sum, value, i) => {
        const counts = isFrom(grid[Math.floor(i / gridSize)]!) && isTo(grid[i % gridSize]!);
        return counts ? sum + (value * width * width) / mass : sum;
      }, 0);
    const [left, edge] = [(x: number) => x < -0.9, (x: number) => x > 0.2 && x < 1.4];
    expect(between(left, edge)).toBeGreaterThan(1e-4);
    expect(Math.abs(between(left, edge) - between(edge, left))).toBeLessThan(1e-8);
  });

  // With 2λ in place of 4λ the logarithm of the ratio would be twice as large.
  it('weighs a move by a density of variance 2λ', async () => {
    const [x, xi] = [0.9, -1.2];
    const kernel = malaKernel({ space: line, energy: wells, stepSize: lambda });
    const state = await kernel.init(Float64Array.of(x));
    const [, info] = await kernel.step(scriptedNormals(Float64Array.of(xi, 1e9, 0)), state, beta);
    const to = x - lambda * beta * slopeAt(x) + Math.sqrt(2 * lambda) * xi;
    const logDensity = (there: number, here: number): number =>
      -((there - here + lambda * beta * slopeAt(here)) ** 2) / (4 * lambda);
    const logRatio = beta * (energyAt(x) - energyAt(to)) + logDensity(x, to) - logDensity(to, x);
    expect(Math.abs(logDensity(x, to) - logDensity(to, x))).toBeGreaterThan(0.05);
    expect(logRatio).toBeLessThan(-0.1);
    expect(info.acceptanceProbability![0]).toBeCloseTo(Math.min(1, Math.exp(logRatio)), 12);
  });

  it('takes a move when −ln u exceeds −ln α, with an exponential of two normals', async () => {
    const kernel = malaKernel({ space: line, energy: wells, stepSize: lambda });
    const state = await kernel.init(Float64Array.of(1, 1));
    const noise = (z: number): Float64Array => Float64Array.of(1.5, z, 0.25, 1.5, z, 0.25);
    const [, { acceptanceProbability }] = await kernel.step(scriptedNormals(noise(1)), state, 1);
    const threshold = Math.sqrt(-2 * Math.log(acceptanceProbability![0]!) - 0.25 ** 2);
    const [, above] = await kernel.step(scriptedNormals(noise(threshold * 1.0001)), state, 1);
    const [, below] = await kernel.step(scriptedNormals(noise(threshold * 0.9999)), state, 1);
    expect([above.accepted, below.accepted]).toEqual([Uint8Array.of(1, 1), Uint8Array.of(0, 0)]);
  });
});
