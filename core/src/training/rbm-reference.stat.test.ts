import { expect, it } from 'vitest';
import { blockedGibbsKernel } from '../kernel/blocked-gibbs.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { RestrictedBoltzmann } from '../models/restricted-boltzmann.js';
import { randomStream } from '../numerics/random-stream.js';
import { annealedImportance } from '../partition/annealed-importance-sampling.js';
import type { PartitionEstimate, PartitionProblem } from '../partition/partition-definition.js';
import { boltzmann, boltzmannMachine, boltzmannSpace } from './fixtures/boltzmann.js';
import { drawNumbers, enumerated } from './fixtures/exact-model.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { persistentContrastiveDivergence } from './persistent-contrastive-divergence.js';
import { trainingSettings } from './training-options.js';

const kernel = <B>(target: KernelTarget<B>) => fixedKernel(blockedGibbsKernel(target, 'sequential'));

async function annealed(problem: PartitionProblem<Uint8Array>): Promise<PartitionEstimate> {
  const settings = { kernel, chains: 1000, temperatures: 200, steps: 1, settle: 100, deviation: 3 };
  const work = annealedImportance(problem, settings);
  let next = await work.next();
  while (next.done !== true) next = await work.next();
  return next.value;
}

it('persistent contrastive divergence recovers ln Z of a restricted Boltzmann machine from its states', async () => {
  const states = boltzmannSpace.enumerate();
  const { shares } = await enumerated(boltzmannMachine(), states);
  const examples = boltzmannSpace.take(states, drawNumbers(randomStream(1, 'examples'), shares, 200_000));
  const energy = new RestrictedBoltzmann({
    space: boltzmannSpace,
    firstVisible: 0,
    firstHidden: 8,
    weights: new Float64Array(48),
    visibleBias: new Float64Array(8),
    hiddenBias: new Float64Array(6),
  });
  const problem = {
    space: boltzmannSpace,
    energy,
    set: { examples },
    rng: randomStream(2, 'training'),
    signal: undefined,
  };
  const settings = trainingSettings({
    steps: 6000,
    batch: 500,
    optimiser: { adam: { rate: 0.05 } },
    schedule: { linear: {} },
    average: 0.99,
  });
  const chains = { kernel, steps: 1, beta: 1, tuning: 0, buffer: 500, reinitialise: 0, start: 'random' } as const;
  await trainToEnd(problem, (subject) => persistentContrastiveDivergence(subject, chains), settings);

  const { logZ, shares: learned } = await enumerated(energy, states);
  const divergence = shares.reduce((sum, share, i) => sum + share * Math.log(share / learned[i]!), 0);
  // So many examples leave 62 parameters 62/2n = 0.00016 by themselves; training came to 0.00024.
  expect(divergence).toBeLessThan(0.001);
  // ln Z is minus the logarithm of a probability of 3e-7, which no example shows: with the Fisher information F and the means μ of
  // what the parameters weigh, examples know it to √(μᵀF⁻¹μ/n) = 0.095. Training was 0.12 away, and adds about as much of its own.
  expect(Math.abs(logZ - boltzmann.logPartition)).toBeLessThan(0.5);

  const target = { space: boltzmannSpace, energy, beta: 1, rng: randomStream(3, 'partition'), signal: undefined };
  const { low, high, lowError, highError } = (await annealed(target)).bracket!;
  // The ends of the bracket are below and above ln Z in expectation: four of their errors fail once in 15,000 seeds.
  expect(low - 4 * lowError).toBeLessThan(logZ);
  expect(high + 4 * highError).toBeGreaterThan(logZ);
  // And it is narrow enough to say something.
  expect(Math.abs(high - low)).toBeLessThan(0.1);
});
