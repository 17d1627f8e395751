import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Energy } from '../energy/energy.js';
import type { EnergyDefinition } from '../energy/energy-definition.js';
import { blockedGibbsKernel } from '../kernel/blocked-gibbs.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { ising } from '../models/ising-definition.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { energyContextOf } from '../testing/energy-context-of.js';
import { annealedImportance } from './annealed-importance-sampling.js';
import type { PartitionEstimate, PartitionProblem, PartitionProgress } from './partition-definition.js';
import { particlePartition } from './sequential-monte-carlo-partition.js';
import { integratePartition } from './thermodynamic-integration.js';

const kernel: KernelMaker = (target) => fixedKernel(blockedGibbsKernel(target));

function isingOn(space: CategoricalSpace): Energy<Uint8Array> {
  const { options, create } = ising as unknown as EnergyDefinition<Uint8Array>;
  const parsed = (options as z.ZodType).parse({});
  return create(parsed, energyContextOf(space)) as Energy<Uint8Array>;
}

async function finish(run: AsyncGenerator<PartitionProgress, PartitionEstimate>): Promise<PartitionEstimate> {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

const methods = [
  [
    'annealed importance sampling',
    (problem: PartitionProblem<Uint8Array>) =>
      annealedImportance(problem, { kernel, chains: 32, temperatures: 200, steps: 1, settle: 50, deviation: 1 }),
  ],
  [
    'sequential Monte Carlo',
    (problem: PartitionProblem<Uint8Array>) =>
      particlePartition(problem, { kernel, islands: 8, particles: 100, moves: 5, share: 0.9, deviation: 1 }),
  ],
  [
    'thermodynamic integration',
    (problem: PartitionProblem<Uint8Array>) =>
      integratePartition(problem, { kernel, chains: 8, temperatures: 40, steps: 100, warmUp: 50, deviation: 1 }),
  ],
] as const;

/**
 * ln Z of periodic lattices by Kaufman's exact solution. Within four standard errors: a false alarm in 16,000 seeds for each case, and
 * the seed is fixed. β = 0.5 lies beyond the transition, where lattices much larger than this keep stripes for longer than any path.
 */
describe.each(methods)('%s', (_, estimate) => {
  it.each([
    [64, 0.3, 3238.129955],
    [16, 0.5, 263.29621043],
  ])('finds ln Z of an Ising lattice of width %d at β = %d', async (width, beta, exact) => {
    const space = CategoricalSpace.onLattice([width, width], 2);
    const energy = isingOn(space);
    const found = await finish(estimate({ space, energy, beta, rng: randomStream(5, 'ising'), signal: undefined }));
    expect(found.standardError).toBeLessThan(2);
    expect(Math.abs(found.logPartition - exact)).toBeLessThan(4 * found.standardError);
  });
});

/**
 * At the transition paths are slow: chains forget in thousands of sweeps there, and beyond it walls between domains die out as slowly.
 * With 32,000 sweeps on each way ln Z is known to a nat, and within four errors (as above). Too few paths keep their weight for the
 * certificate, which says so.
 */
it.each([
  [0.4406867935, 3808.672283],
  [0.5, 4202.340508],
])(
  'annealed importance sampling finds ln Z of a lattice of width 64 at β = %d',
  { timeout: 180_000 },
  async (beta, exact) => {
    const space = CategoricalSpace.onLattice([64, 64], 2);
    const problem = { space, energy: isingOn(space), beta, rng: randomStream(5, 'ising'), signal: undefined };
    const settings = { kernel, chains: 8, temperatures: 1000, steps: 32, settle: 10_000, deviation: 1 };
    const { logPartition, standardError } = await finish(annealedImportance(problem, settings));
    expect(standardError).toBeLessThan(1.5);
    expect(Math.abs(logPartition - exact)).toBeLessThan(4 * standardError);
  },
);

/** 800 sweeps on each way are tens of nats off, and a fact says so. */
it('annealed importance sampling that is too fast for its lattice says so', async () => {
  const space = CategoricalSpace.onLattice([64, 64], 2);
  const problem = { space, energy: isingOn(space), beta: 0.5, rng: randomStream(5, 'ising'), signal: undefined };
  const settings = { kernel, chains: 16, temperatures: 400, steps: 2, settle: 100, deviation: 1 };
  const { facts } = await finish(annealedImportance(problem, settings));
  expect(facts.some(({ value, limit }) => limit && !(value >= limit.low && value <= limit.high))).toBe(true);
});
