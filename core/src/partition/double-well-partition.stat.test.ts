import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Differentiable } from '../energy/energy.js';
import type { KernelDefinition, KernelMaker } from '../kernel/kernel-definition.js';
import { mala } from '../kernel/mala.js';
import { randomStream } from '../numerics/random-stream.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import type { PartitionDefinition, PartitionEstimate } from './partition-definition.js';
import { sequentialMonteCarloPartition } from './sequential-monte-carlo-partition.js';
import { thermodynamicIntegration } from './thermodynamic-integration.js';

/** ln ∫ e^(−2(x²−1)²) dx by quadrature. */
const exact = 0.34423822;

const space = VectorSpace.ofDimension(1);
const evaluate = (batch: VectorBatch) => batch.map((x) => 2 * (x * x - 1) ** 2);
const well: Differentiable<VectorBatch> = {
  evaluate,
  evaluateWithGradient: (batch, into) => {
    const found = { energy: evaluate(batch), gradient: batch.map((x) => 8 * x * (x * x - 1)) };
    into?.energy.set(found.energy);
    into?.gradient.set(found.gradient);
    return into ?? found;
  },
};

async function estimateAt(seed: number, definition: PartitionDefinition, options: object): Promise<PartitionEstimate> {
  const { create, options: kernelOptions } = mala as unknown as KernelDefinition;
  const kernel = (await create((kernelOptions as z.ZodType).parse({}), {} as never)) as KernelMaker;
  const schema = (definition.options as (refer: never) => z.ZodType)({ to: () => z.any() } as never);
  const estimator = await definition.create(schema.parse({ kernel: 'mala', ...options }), { kernel: () => kernel });
  const run = estimator.estimate({ space, energy: well, beta: 1, rng: randomStream(seed, 'well'), signal: undefined });
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}

/**
 * MALA leaves the tails of x⁴ slowly or never, and the reference is three times as wide as the target. With 40 seeds the root mean
 * square of z lies outside of [0.65, 1.4] once in some thousand choices of seeds, were the errors exact; islands of 8 give z a tail
 * as of Student's t of 7. Four checks of each run may fail by chance once in a while. The seeds are fixed.
 */
describe.each([
  ['thermodynamic integration', thermodynamicIntegration, {}],
  ['sequential Monte Carlo', sequentialMonteCarloPartition, { particles: 200 }],
] as const)('%s of the double well', (_, definition, options) => {
  it('has the error that it states, and passes its own checks', async () => {
    const found: PartitionEstimate[] = [];
    for (let seed = 0; seed < 40; seed++) {
      found.push(await estimateAt(seed, definition as unknown as PartitionDefinition, options));
    }
    const passing = found.filter(({ facts }) =>
      facts.every(({ value, limit }) => limit === undefined || (value >= limit.low && value <= limit.high)),
    );
    expect(passing.length).toBeGreaterThanOrEqual(36);
    const squares = passing.map(({ logPartition, standardError }) => ((logPartition - exact) / standardError) ** 2);
    const rootMeanSquare = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(rootMeanSquare).toBeGreaterThan(0.65);
    expect(rootMeanSquare).toBeLessThan(1.4);
  });
});

it('sequential Monte Carlo with too few moves says so', async () => {
  const { facts } = await estimateAt(1, sequentialMonteCarloPartition as unknown as PartitionDefinition, {
    particles: 200,
    moves: 1,
    repeats: 1,
  });
  const correlation = facts.find(({ name }) => name.startsWith('correlation of dU/dt'));
  expect(correlation!.value).toBeGreaterThan(correlation!.limit!.high);
});
