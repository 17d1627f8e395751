import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { doubleWells, formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { ChainStreams } from './chain-streams.js';
import { unitMetric } from './metric.js';
import { nutsKernel } from './nuts.js';
import { rowStreams } from './row-streams.js';
import { TrajectoryTrees } from './trajectory-trees.js';

const plane = VectorSpace.ofDimension(2);
/** A Gaussian with widths 1 and 0.3, and its slope. */
const slopeOf = (x: readonly number[]): number[] => [x[0]!, x[1]! / 0.09];
const energyOf = (x: readonly number[]): number => 0.5 * (x[0]! ** 2 + x[1]! ** 2 / 0.09);

interface Grown {
  readonly trees: TrajectoryTrees;
  /** Points in the order in which they came. */
  readonly points: readonly number[][];
  readonly root: readonly number[];
}

/** Grows a tree by hand, point by point. */
function grow(seed: number, stepSize: number, mostDoublings: number): Grown {
  const rng = randomStream(seed, 'trees');
  const root = [rng.split(1).normal(), 0.3 * rng.split(2).normal()];
  const trees = new TrajectoryTrees(2, mostDoublings, 1);
  trees.begin({
    position: Float64Array.from(root),
    gradient: Float64Array.from(slopeOf(root)),
    energy: Float64Array.of(energyOf(root)),
    beta: 1,
    stepSize,
    metric: unitMetric,
    rng: rowStreams(rng, () => rng),
    freeze: () => undefined,
  });
  const points: number[][] = [];
  const to = new Float64Array(2);
  while (trees.growing.length > 0) {
    trees.leap(to);
    const point = [...to];
    points.push(point);
    trees.arrive(to, Float64Array.from(slopeOf(point)), Float64Array.of(energyOf(point)));
  }
  return { trees, points, root };
}

/** A trajectory in the order of time, and on which side of the rest its last doubling grew, as far as it came. */
interface Ordered {
  readonly path: readonly number[][];
  readonly lastCount: number;
  readonly isLastAfter: boolean;
}

/** Points come doubling by doubling: 1, 2, 4 … on the one side or the other. Time may run the other way: nothing here depends on it. */
function inOrderOfTime({ points, root }: Grown, stepSize: number): Ordered {
  let path = [[...root]];
  let lastCount = 0;
  let isLastAfter = true;
  for (let from = 0, size = 1; from < points.length; from += size, size *= 2) {
    const piece = points.slice(from, from + size);
    // Beyond an end x₀ with its neighbour x₁ lies 2x₀ − x₁ − ε²∇E(x₀).
    isLastAfter = path.length === 1 || isNext(path.at(-1)!, path.at(-2)!, piece[0]!, stepSize);
    path = isLastAfter ? [...path, ...piece] : [...piece.toReversed(), ...path];
    lastCount = piece.length;
  }
  return { path, lastCount, isLastAfter };
}

function beyond(end: readonly number[], before: readonly number[], stepSize: number): number[] {
  const slope = slopeOf(end);
  return end.map((x, i) => 2 * x - before[i]! - stepSize ** 2 * slope[i]!);
}

function isNext(end: number[], before: number[], found: number[], stepSize: number): boolean {
  return beyond(end, before, stepSize).every((x, i) => Math.abs(x - found[i]!) < 1e-9);
}

/** Momenta of a path by the identity of the leapfrog, pₙ = (xₙ₊₁ − xₙ₋₁) / 2ε, with one point more at both ends. */
function momentaOf(path: readonly number[][], stepSize: number): number[][] {
  const whole = [beyond(path[0]!, path[1]!, stepSize), ...path, beyond(path.at(-1)!, path.at(-2)!, stepSize)];
  return path.map((_, n) => whole[n + 2]!.map((x, i) => (x - whole[n]![i]!) / (2 * stepSize)));
}

/** The generalised criterion for momenta in a row, written down once more: ρ by the trapezoidal rule. */
function turns(momenta: readonly number[][]): boolean {
  const [a, b] = [momenta[0]!, momenta.at(-1)!];
  const rho = [0, 1].map((i) => momenta.reduce((sum, p) => sum + p[i]!, 0) - 0.5 * (a[i]! + b[i]!));
  const along = (p: readonly number[]): number => p[0]! * rho[0]! + p[1]! * rho[1]!;
  return along(a) <= 0 || along(b) <= 0;
}

/** Whether a whole balanced subtree of `momenta` (their number a power of two) turns, itself included. */
function anySubtreeTurns(momenta: readonly number[][]): boolean {
  if (momenta.length < 2) return false;
  const half = momenta.length / 2;
  return turns(momenta) || anySubtreeTurns(momenta.slice(0, half)) || anySubtreeTurns(momenta.slice(half));
}

describe('the trees of NUTS', () => {
  it('double until some balanced subtree has turned, and no longer', () => {
    const sizes = new Set<number>();
    for (let seed = 0; seed < 300; seed++) {
      const stepSize = 0.06 + 0.03 * (seed % 5);
      const grown = grow(seed, stepSize, 10);
      expect(grown.trees.endingOf(0)).toBe('turned');
      const { path, lastCount, isLastAfter } = inOrderOfTime(grown, stepSize);
      const momenta = momentaOf(path, stepSize);
      const before = isLastAfter ? momenta.slice(0, -lastCount) : momenta.slice(lastCount);
      expect(anySubtreeTurns(before)).toBe(false);
      // Outwards; turning all momenta about changes no sign of the criterion.
      const added = isLastAfter ? momenta.slice(-lastCount) : momenta.slice(0, lastCount).toReversed();
      const isWhole = lastCount === before.length;
      expect(openSubtrees(added).some(turns) || (isWhole && turns(momenta))).toBe(true);
      for (let n = 2; n < added.length; n++) expect(openSubtrees(added.slice(0, n)).some(turns)).toBe(false);
      sizes.add(grown.points.length);
    }
    expect(sizes.size).toBeGreaterThan(10);
  });

  it('weigh what they meet: acceptance is the mean over all points', () => {
    const grown = grow(3, 0.3, 10);
    const [root, ...rest] = [grown.root, ...grown.points];
    const rng = randomStream(3, 'trees');
    const momentum = [rng.normal(), rng.normal()];
    const hamiltonian = energyOf(root!) + 0.5 * (momentum[0]! ** 2 + momentum[1]! ** 2);
    const { path } = inOrderOfTime(grown, 0.3);
    const momenta = momentaOf(path, 0.3);
    const probabilities = rest.map((point) => {
      const p = momenta[path.findIndex((other) => other[0] === point[0] && other[1] === point[1])]!;
      return Math.min(1, Math.exp(hamiltonian - energyOf(point) - 0.5 * (p[0]! ** 2 + p[1]! ** 2)));
    });
    expect(grown.trees.pointCount[0]).toBe(rest.length);
    expect(grown.trees.acceptance[0]).toBeCloseTo(
      probabilities.reduce((sum, value) => sum + value, 0),
      8,
    );
  });

  it('draw their points by weights e^(−H), and prefer what they double by', () => {
    const energies = [0.5, 0.4, 2, 0.1, 0.9, 0.2, 1.6, 0.6];
    const counts = drawnOf(energies, 10_000);
    const expected = probabilitiesOfPoints(energies.map((energy) => Math.exp(-energy)));
    for (const [point, probability] of expected.entries()) {
      // Five deviations of a binomial, at a fixed seed: one sampler in 200,000 that is right fails at some point.
      const deviation = Math.sqrt((probability * (1 - probability)) / 10_000);
      expect(Math.abs(counts[point]! / 10_000 - probability)).toBeLessThanOrEqual(5 * deviation);
    }
  });

  it('stop at the largest size', () => {
    const { trees, points } = grow(1, 1e-3, 4);
    expect([trees.endingOf(0), points.length]).toEqual(['maximal', 15]);
  });
});

/**
 * Grows a tree for each chain in free flight, so that none turns and none has errors of its own: the energies are those given, of the
 * root and of the points in the order in which they come.
 *
 * @param energies - 2^k of them, all different.
 * @returns How many trees drew each point.
 */
function drawnOf(energies: readonly number[], chainCount: number): readonly number[] {
  const trees = new TrajectoryTrees(1, Math.log2(energies.length), chainCount);
  const level = new Float64Array(chainCount);
  trees.begin({
    position: level,
    gradient: level,
    energy: level.slice().fill(energies[0]!),
    beta: 1,
    stepSize: 0.1,
    metric: unitMetric,
    rng: new ChainStreams(randomStream(8, 'weights'), chainCount).at(1),
    freeze: () => undefined,
  });
  const to = new Float64Array(chainCount);
  for (const energy of energies.slice(1)) {
    expect(trees.growing.length).toBe(chainCount);
    trees.leap(to);
    trees.arrive(to, level, level.slice().fill(energy));
  }
  expect(trees.endingOf(0)).toBe('maximal');
  return energies.map((energy) => trees.drawn.energy.filter((drawn) => drawn === energy).length);
}

/** Chance of each point of a trajectory that doubles without end, from the weights: biased progressive sampling (Betancourt 2017, A.3). */
function probabilitiesOfPoints(weights: readonly number[]): readonly number[] {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  let chances = [1];
  for (let size = 1; size < weights.length; size *= 2) {
    const added = weights.slice(size, 2 * size);
    const preference = Math.min(1, sum(added) / sum(weights.slice(0, size)));
    chances = [
      ...chances.map((chance) => chance * (1 - preference)),
      ...added.map((weight) => (preference * weight) / sum(added)),
    ];
  }
  return chances;
}

/** The balanced subtrees of a row of points that end at its last: of 2, 4 … points, wherever their number divides. */
function openSubtrees(momenta: readonly number[][]): number[][][] {
  const subtrees: number[][][] = [];
  for (let size = 2; momenta.length % size === 0; size *= 2) subtrees.push(momenta.slice(-size));
  return subtrees;
}

describe('NUTS', () => {
  const root = randomStream(6, 'nuts');

  it('counts trees that came to the largest size, and evaluates no more', async () => {
    const kernel = nutsKernel({
      space: plane,
      energy: formulaEnergy(2, standardNormal),
      stepSize: 1e-4,
      mostDoublings: 3,
    });
    const state = await kernel.init(plane.random(root, 5));
    const [, info] = await kernel.step(new ChainStreams(root, 5).at(1), state, 1);
    expect(info.counts).toEqual({ divergences: 0, maximalTrees: 5, forbidden: 0, nonFinite: 0 });
    expect(info.evaluations).toBe(35);
    for (const value of info.acceptanceProbability!) expect(value).toBeCloseTo(1, 5);
  });

  it('counts divergences, and stays', async () => {
    const kernel = nutsKernel({ space: plane, energy: formulaEnergy(2, doubleWells), stepSize: 40 });
    const state = await kernel.init(plane.random(root, 5));
    const [next, info] = await kernel.step(new ChainStreams(root, 5).at(1), state, 1);
    expect(info.counts!.divergences).toBe(5);
    expect([...info.countsByChain!.divergences!]).toEqual([1, 1, 1, 1, 1]);
    expect(info.acceptanceProbability).toEqual(new Float64Array(5));
    expect(next.batch).toEqual(state.batch);
  });

  it('makes trajectories as long as the distribution is wide', async () => {
    const evaluations: number[] = [];
    for (const width of [1, 4]) {
      const energy = formulaEnergy(2, (x, gradient) => {
        x.forEach((value, i) => {
          gradient[i] = value / width ** 2;
        });
        return 0.5 * x.reduce((sum, value) => sum + (value / width) ** 2, 0);
      });
      const kernel = nutsKernel({ space: plane, energy, stepSize: 0.1 });
      let state = await kernel.init(plane.random(root, 100).map((x) => width * x));
      let sum = 0;
      for (let step = 0; step < 20; step++) {
        const [next, info] = await kernel.step(new ChainStreams(root, 100).at(step), state, 1);
        state = next;
        sum += info.evaluations / 2000;
      }
      evaluations.push(sum);
    }
    // Half a period of ε = 0.1 is 31 leapfrogs; doublings make it up to twice as much, or half.
    expect(evaluations[0]).toBeGreaterThan(15);
    expect(evaluations[0]).toBeLessThan(63);
    expect(evaluations[1]! / evaluations[0]!).toBeGreaterThan(3);
  });
});
