import { describe, expect, it } from 'vitest';
import { metropolisOver } from '../kernel/metropolis-definition.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { annealingSampler } from './annealing.js';
import { geometricSchedule, linearSchedule } from './schedule.js';

const space = CategoricalSpace.uniform(8, 2);
/** Rugged: neighbours in the hypercube have unrelated energies. */
const table = Array.from({ length: 256 }, (_, i) => Math.sin(i * i * 12.9898) * 5);
const energy = tabulatedEnergy(space, table);
const settings = {
  kernel: metropolisOver(siteFlip(space)),
  chains: 6,
  steps: 400,
  schedule: geometricSchedule(0.1, 20, 400),
  restartAfter: undefined,
  count: 6,
};

function problem(label: string) {
  return { space, energy, initial: undefined, rng: randomStream(29, label), signal: undefined };
}

describe('annealingSampler', () => {
  it('finds the lowest of 256 states, which enumeration gives', async () => {
    const { result } = await runSampler(annealingSampler(settings), problem('ground'));
    expect(result.energy[0]).toBe(Math.min(...table));
    expect(result.stopReason).toBe('steps');
  });

  it('returns different designs, best first, with their energies', async () => {
    const { result } = await runSampler(annealingSampler({ ...settings, steps: 20 }), problem('different'));
    const identities = Array.from(result.energy, (_, row) => space.identity(result.batch, row));
    expect(new Set(identities).size).toBe(identities.length);
    expect(result.energy).toEqual(energy.evaluate(result.batch));
    expect(result.energy).toEqual(result.energy.toSorted());
  });

  it('keeps the best a chain has visited, not where it ends', async () => {
    const hot = annealingSampler({ ...settings, chains: 1, count: 1, steps: 300, schedule: linearSchedule(0, 0, 300) });
    const { progress, result } = await runSampler(hot, problem('hot'));
    expect(result.energy[0]).toBe(progress.at(-1)!.bestEnergy);
    expect(progress.every(({ bestEnergy }, i) => i === 0 || bestEnergy <= progress[i - 1]!.bestEnergy)).toBe(true);
  });

  it('goes back to a chain’s best after a barren stretch', async () => {
    const free = { ...settings, chains: 1, count: 1, steps: 60, schedule: linearSchedule(0, 0, 60) };
    const { result } = await runSampler(annealingSampler({ ...free, restartAfter: 1 }), problem('restart'));
    // A chain put back after every step that brings nothing better stays at its best or improves: no step is traced above it.
    const { mean, best } = result.trace as Record<string, { values: Float64Array }>;
    expect(mean!.values).toEqual(best!.values);
  });

  it('gives the same bytes for the same seed', async () => {
    const runs = await Promise.all([1, 2].map(() => runSampler(annealingSampler(settings), problem('same'))));
    expect(runs[0]).toEqual(runs[1]);
  });
});
