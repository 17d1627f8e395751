import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { type BasinHoppingSettings, basinHoppingSampler } from './basin-hopping.js';

/**
 * Σ (x² − 10 cos 2πx + 10): a minimum near every point of the integer lattice, the lowest 0 at the origin.
 * Rastrigin, Systems of Extremal Control, Nauka (1974).
 */
const rastrigin: Differentiable<Float64Array> = {
  evaluate: (batch) => rastriginOf(batch).energy,
  evaluateWithGradient: (batch) => rastriginOf(batch),
};

function rastriginOf(batch: Float64Array) {
  const energy = new Float64Array(batch.length / 2);
  const gradient = batch.map((x) => 2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x));
  for (let i = 0; i < batch.length; i++) {
    const x = batch[i]!;
    energy[Math.floor(i / 2)]! += x * x - 10 * Math.cos(2 * Math.PI * x) + 10;
  }
  return { energy, gradient };
}

const space = VectorSpace.ofDimension(2);
const settings: BasinHoppingSettings<Float64Array> = {
  chains: 6,
  steps: 150,
  beta: 1,
  jump: 0.5,
  targetAcceptance: 0.5,
  descentSteps: 200,
  tolerance: 1e-8,
  targetEnergy: Number.NEGATIVE_INFINITY,
  apart: 1e-3,
  count: 6,
};
const far = Float64Array.of(4.1, -3.9, -4.2, 3.1, 3, 3);

function problem(label: string) {
  return { space, energy: rastrigin, initial: far, rng: randomStream(13, label), signal: undefined };
}

describe('basinHoppingSampler', () => {
  it('finds the lowest of a lattice of minima, many barriers away', async () => {
    const { result } = await runSampler(basinHoppingSampler(settings), problem('lattice'));
    expect(result.energy[0]).toBeLessThan(1e-12);
    expect(Math.hypot(result.batch[0]!, result.batch[1]!)).toBeLessThan(1e-7);
    // Descents that ended in one minimum are one design.
    expect(result.energy.length).toBeLessThan(6);
  });

  it('takes no minimum above its own where it is cold, and every one where it is hot', async () => {
    const rates = async (beta: number) => {
      const { result } = await runSampler(basinHoppingSampler({ ...settings, beta, steps: 40 }), problem('beta'));
      const { acceptanceRate, mean } = result.trace as Record<string, { values: Float64Array }>;
      return { rate: acceptanceRate!.values, mean: mean!.values.map((value) => Number(value.toFixed(9))) };
    };
    const cold = await rates(1e9);
    expect([...cold.mean]).toEqual([...cold.mean].toSorted((a, b) => b - a));
    const hot = await rates(0);
    expect(new Set(hot.rate)).toEqual(new Set([1]));
  });

  it('ends at the target energy', async () => {
    const { result, progress } = await runSampler(
      basinHoppingSampler({ ...settings, targetEnergy: 10 }),
      problem('target'),
    );
    expect(result.stopReason).toBe('converged');
    expect(result.energy[0]).toBeLessThanOrEqual(10);
    expect(progress.at(-1)!.step).toBeLessThan(150);
  });

  it('adapts its jumps', async () => {
    const tiny = await runSampler(basinHoppingSampler({ ...settings, jump: 1e-3, steps: 100 }), problem('tiny'));
    const { jump } = tiny.result.trace as Record<string, { values: Float64Array }>;
    // Jumps that lead back to the same minimum are all taken, and grow until they lead elsewhere.
    expect(jump!.values.at(-1)).toBeGreaterThan(0.1);
  });
});
