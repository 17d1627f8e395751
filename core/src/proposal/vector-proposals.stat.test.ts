import { expect, it } from 'vitest';
import { ChainStreams } from '../kernel/chain-streams.js';
import { metropolisKernel } from '../kernel/metropolis.js';
import { gaussianEnergy } from '../models/gaussian.js';
import { randomStream } from '../numerics/random-stream.js';
import { mean, variance } from '../numerics/statistics.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import type { Proposal } from './proposal.js';
import { randomWalkProposal } from './random-walk.js';
import { uniformDrawProposal } from './uniform-draw.js';

const chainCount = 500;
const stepCount = 600;
const warmUp = 100;

/** The mean of x over each chain, under e^(−x²/2) within the bounds. */
async function chainMeans(space: VectorSpace, proposal: Proposal<VectorBatch>): Promise<Float64Array> {
  const kernel = metropolisKernel({ space, energy: gaussianEnergy(space, {}), proposal });
  const rng = randomStream(1, 'chains');
  const streams = new ChainStreams(rng, chainCount);
  let state = await kernel.init(space.random(rng, chainCount));
  const sums = new Float64Array(chainCount);
  for (let step = 0; step < stepCount; step++) {
    [state] = await kernel.step(streams.at(step), state, 1);
    if (step >= warmUp) for (let chain = 0; chain < chainCount; chain++) sums[chain]! += state.batch[chain]!;
  }
  return sums.map((sum) => sum / (stepCount - warmUp));
}

/** ∫ x e^(−x²/2) / ∫ e^(−x²/2) from 0 to 2: (1 − e^(−2)) / (√(2π) (Φ(2) − ½)). */
const meanBelowTwo = 0.8646647167633873 / (2.5066282746310002 * 0.47724986805182085);

// Chains are independent, so the mean of their means has a known standard error; five of them: a false alarm in 2·10⁶, and the seed is fixed.
it.each<[string, VectorSpace, (space: VectorSpace) => Proposal<VectorBatch>, number]>([
  ['random walk on a line', VectorSpace.ofDimension(1), (space) => randomWalkProposal(space, 2.4), 0],
  [
    'random walk between bounds',
    VectorSpace.ofAxes([{ name: 'x', low: 0, high: 2 }]),
    (space) => randomWalkProposal(space, 1),
    meanBelowTwo,
  ],
  [
    'random walk beyond a bound',
    VectorSpace.ofAxes([{ name: 'x', low: 0 }]),
    (space) => randomWalkProposal(space, 1.5),
    Math.sqrt(2 / Math.PI),
  ],
  [
    'random walk round a circle',
    VectorSpace.ofAxes([{ name: 'x', low: 0, high: 2, periodic: true }]),
    (space) => randomWalkProposal(space, 1),
    meanBelowTwo,
  ],
  ['uniform draws', VectorSpace.ofAxes([{ name: 'x', low: 0, high: 2 }]), uniformDrawProposal, meanBelowTwo],
])('Metropolis samples the Gaussian by %s', async (_, space, proposal, expected) => {
  const means = await chainMeans(space, proposal(space));
  const standardError = Math.sqrt(variance(means) / chainCount);
  expect(standardError).toBeLessThan(0.01);
  expect(Math.abs(mean(means) - expected)).toBeLessThan(5 * standardError);
});
