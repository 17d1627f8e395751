import { expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { ensembleOfLines } from './fixtures/ensemble-of-lines.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { bootstrapCounts } from './members.js';
import { regression } from './regression.js';
import { trainingSettings } from './training-options.js';

const line = VectorSpace.ofDimension(1);

const examples = line.random(randomStream(1, 'examples'), 40);
const targets = examples.map((x, i) => 1 - 2 * x + Math.sin(5 * i));

/** Weighted least squares of a line, by its normal equations. */
function leastSquares(weights: Float64Array): readonly [number, number] {
  const sum = (of: (i: number) => number): number => weights.reduce((total, weight, i) => total + weight * of(i), 0);
  const [n, x, xx] = [sum(() => 1), sum((i) => examples[i]!), sum((i) => examples[i]! ** 2)];
  const [y, xy] = [sum((i) => targets[i]!), sum((i) => examples[i]! * targets[i]!)];
  const slope = (n * xy - x * y) / (n * xx - x * x);
  return [(y - slope * x) / n, slope];
}

const settings = trainingSettings({ steps: 600, batch: 40, optimiser: { sgd: { rate: 0.2 } } });
const trained = (memberCount: number, bootstrap: boolean) => {
  const set = { examples, targets };
  const problem = {
    space: line,
    energy: ensembleOfLines(memberCount),
    set,
    rng: randomStream(2, 'training'),
    signal: undefined,
  };
  return trainToEnd(problem, (subject) => regression(subject, { kind: 'squared' }, { bootstrap }), settings);
};

it('members of an ensemble end at the least squares of their own resamples', async () => {
  const { parameters } = await trained(3, true);
  // The seed of the resamples is the first number of the trainer's stream.
  const counts = bootstrapCounts(randomStream(2, 'training').split(0).uint32(), 40, 3);
  for (const member of [0, 1, 2]) {
    const own = counts.filter((_, i) => i % 3 === member);
    expect(own.reduce((total, count) => total + count, 0)).toBe(40);
    const [intercept, slope] = leastSquares(own);
    expect(parameters[2 * member]).toBeCloseTo(intercept, 9);
    expect(parameters[2 * member + 1]).toBeCloseTo(slope, 9);
  }
  expect(parameters[0]).not.toBeCloseTo(parameters[2]!, 3);
});

it('members of an ensemble learn from all examples without the bootstrap', async () => {
  const { parameters } = await trained(2, false);
  const [intercept, slope] = leastSquares(new Float64Array(40).fill(1));
  expect(parameters).toEqual(parameters.map((_, i) => parameters[i % 2]!));
  expect(parameters[0]).toBeCloseTo(intercept, 9);
  expect(parameters[1]).toBeCloseTo(slope, 9);
});

it('looks at held-out examples by the mean of the members', async () => {
  const energy = ensembleOfLines(2);
  energy.setParameters(Float64Array.of(1, 0, 4, 0));
  const trainer = regression({ space: line, energy, set: { examples, targets } }, { kind: 'squared' });
  const { state, own } = await trainer.init(randomStream(3, 'start'));
  const set = { examples: Float64Array.of(0, 0), targets: Float64Array.of(2.5, 0.5) };
  expect(await trainer.heldOut!(randomStream(4, 'look'), state, set, own)).toBeCloseTo(0.5 * (0 + 4) * 0.5, 12);
});

it('a resample has each example once on average, and as often not at all as 1/e says', () => {
  const counts = bootstrapCounts(5, 10_000, 2);
  const missing = counts.filter((count) => count === 0).length / counts.length;
  // Standard error √(e⁻¹(1 − 2e⁻¹)/20,000) = 0.0022.
  expect(Math.abs(missing - Math.exp(-1))).toBeLessThan(0.01);
  expect(bootstrapCounts(5, 100, 3)).toEqual(bootstrapCounts(5, 100, 3));
});
