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

/** At the transition and beyond it, paths are slow: the value is right to four of its errors, or a fact says that it is not. */
it.each([
  [0.4406867935, 3808.672283],
  [0.5, 4202.340508],
])('annealed importance sampling of a lattice of width 64 is right or says so at β = %d', async (beta, exact) => {
  const space = CategoricalSpace.onLattice([64, 64], 2);
  const problem = { space, energy: isingOn(space), beta, rng: randomStream(5, 'ising'), signal: undefined };
  const settings = { kernel, chains: 16, temperatures: 400, steps: 2, settle: 100, deviation: 1 };
  const { logPartition, standardError, facts } = await finish(annealedImportance(problem, settings));
  const isFlagged = facts.some(({ value, limit }) => limit && !(value >= limit.low && value <= limit.high));
  expect(isFlagged || Math.abs(logPartition - exact) < 4 * standardError).toBe(true);
});
