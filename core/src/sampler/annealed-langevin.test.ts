import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { type AnnealedLangevinSettings, annealedLangevinSampler, staircase } from './annealed-langevin.js';

const space = VectorSpace.ofDimension(1);
/** ½x². */
const bowl: Differentiable<Float64Array> = {
  evaluate: (batch) => batch.map((x) => (x * x) / 2),
  evaluateWithGradient: (batch) => ({ energy: batch.map((x) => (x * x) / 2), gradient: batch.slice() }),
};
const settings: AnnealedLangevinSettings = {
  chains: 8000,
  stepSize: 0.5,
  levels: 4,
  stepsPerLevel: 20,
  betaStart: 0.05,
  beta: 1,
  steps: 1,
  thin: 1,
};

describe('annealedLangevinSampler', () => {
  it('climbs its levels by equal factors and ends at β', () => {
    const schedule = staircase({ ...settings, levels: 3, stepsPerLevel: 2, betaStart: 0.25, beta: 4 });
    expect([0, 1, 2, 3, 4, 5, 6].map(schedule)).toEqual([0.25, 0.25, 1, 1, 4, 4, 4]);
  });

  /**
   * At the last level the variance of Langevin steps of λ on ½x² is 1/(1 − λ/2) = 4/3, not 1. The standard error of a variance
   * of 8000 independent normals is 1.6 %; 5 of them are a false alarm in 6·10⁻⁷ of seeds, and the seed is fixed.
   */
  it('draws one state a chain at the last level, with the bias that its details tell of', async () => {
    const rng = randomStream(7, 'annealed');
    const problem = { space, energy: bowl, initial: undefined, rng, signal: undefined };
    const { progress, result } = await runSampler(annealedLangevinSampler<Float64Array>(settings), problem);
    const draws = progress.flatMap((report) => report.draws ?? []);
    expect(draws.map(({ step }) => new Set(step))).toEqual([new Set([81])]);
    const [block] = draws;
    const variance = block!.energy.reduce((sum, energy) => sum + 2 * energy, 0) / 8000;
    expect(Math.abs(variance / (4 / 3) - 1)).toBeLessThan(0.08);
    expect(result.batch).toEqual(block!.batch);
    const { beta } = result.trace as Record<string, { values: Float64Array }>;
    expect(beta!.values[0]).toBe(0.05);
    expect(beta!.values.at(-1)).toBe(1);
  });
});
