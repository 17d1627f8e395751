import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import { constraint } from '../energy/constraint.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { malaKernel } from '../kernel/mala.js';
import { coordinateProperty } from '../models/coordinate.js';
import { gaussianEnergy } from '../models/gaussian.js';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { Chains } from './chains.js';
import { descentSampler } from './descent.js';
import { parallelTemperingSampler } from './parallel-tempering.js';
import type { SamplingProblem } from './sampler.js';
import { startAllowed } from './starting-states.js';

const space = VectorSpace.ofAxes([
  { name: 'x', low: -10, high: 10 },
  { name: 'y', low: -10, high: 10 },
]);
const wall = constraint(coordinateProperty(space, 'x'), '1', { low: 8 });
const energy = all([
  { name: 'well', weight: 1, energy: gaussianEnergy(space, { mean: [9, 0], deviations: 3 }) },
  { name: 'wall', weight: 1, energy: wall },
]);

const mala = (target: KernelTarget<Float64Array>) => fixedKernel(malaKernel({ ...target, stepSize: 0.1 }));

function problemWith(more: Partial<SamplingProblem<Float64Array>> = {}): SamplingProblem<Float64Array> {
  return { space, energy, initial: undefined, rng: randomStream(3, 'starts'), signal: undefined, ...more };
}

async function startsOf(chains: number, firstChain = 0, more: Partial<SamplingProblem<Float64Array>> = {}) {
  return startAllowed(
    problemWith(more),
    { chains, firstChain },
    (batch) => batch,
    (batch) => {
      return wall.evaluate(batch) as Float64Array;
    },
  );
}

describe('starting states', () => {
  it('that are drawn are never forbidden', async () => {
    const { batch, started, tries } = await startsOf(200);
    expect(batch.filter((_, i) => i % 2 === 0).every((x) => x >= 8)).toBe(true);
    expect(started).toBe(batch);
    // A tenth of the space is allowed: ten tries a chain, of which the first is not counted among the redrawn.
    expect(tries / 200).toBeGreaterThan(7);
    expect(tries / 200).toBeLessThan(11);
  });

  it('of a chain depend on its number alone', async () => {
    const { batch } = await startsOf(6);
    expect([...(await startsOf(2, 3)).batch]).toEqual([...batch.subarray(6, 10)]);
  });

  it('that are all forbidden are refused, with what helps', async () => {
    const never = constraint(coordinateProperty(space, 'x'), '1', { low: 11 });
    const start = startAllowed(
      problemWith({ energy: never }),
      { chains: 2 },
      (batch) => batch,
      (batch) => {
        return never.evaluate(batch) as Float64Array;
      },
    );
    await expect(start).rejects.toThrow(/1000 random states to start chain 0 from are all forbidden .*give allowed/);
  });

  it('that are given stay, and are told of where they are forbidden', async () => {
    const initial = Float64Array.of(0, 0, 9, 0);
    expect((await startsOf(3, 0, { initial })).batch).toEqual(Float64Array.of(0, 0, 9, 0, 0, 0));
    const settings = { kernel: mala, chains: 3, warmUp: 0 };
    const chains = await Chains.start(problemWith({ initial }), settings, 1);
    expect(chains.counts.facts()).toContainEqual({ name: 'chains started at forbidden states', value: 2 });
  });

  it('of every replica of a ladder, and of points that go downhill, are allowed', async () => {
    const tempered = parallelTemperingSampler<Float64Array>({
      kernel: mala,
      chains: 3,
      rungs: 4,
      beta: 1,
      betaHot: 0.1,
      adapt: true,
      swapEvery: 1,
      warmUp: 5,
      steps: 5,
      thin: 1,
    });
    for (const sampler of [tempered, descentSampler<Float64Array>(descending)]) {
      const run = sampler.sample(problemWith());
      let next = await run.next();
      while (next.done !== true) next = await run.next();
      expect(next.value.energy.every(Number.isFinite)).toBe(true);
      expect(next.value.facts?.map(({ name }) => name)).not.toContain('draws at forbidden states');
    }
  });
});

const descending = {
  method: 'lbfgs',
  starts: 20,
  steps: 30,
  tolerance: 1e-6,
  firstStep: 0.1,
  apart: 1e-3,
  count: 20,
} as const;
