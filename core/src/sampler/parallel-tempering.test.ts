import { describe, expect, it } from 'vitest';
import { fixedKernel, type Kernel } from '../kernel/kernel.js';
import { metropolisOver } from '../kernel/metropolis-definition.js';
import { randomStream } from '../numerics/random-stream.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { type ParallelTemperingSettings, parallelTemperingSampler } from './parallel-tempering.js';
import type { SamplingResult } from './sampler.js';

const space = CategoricalSpace.uniform(3, 3);
/** Two wells at the ends of the digits, with everything between them high. */
const wells = Array.from({ length: 27 }, (_, i) => (i === 0 ? 0 : i === 26 ? 1 : 12));
const settings: ParallelTemperingSettings<CategoricalBatch> = {
  kernel: metropolisOver(siteFlip(space)),
  chains: 40,
  rungs: 6,
  beta: 1,
  betaHot: 0.05,
  adapt: true,
  swapEvery: 2,
  warmUp: 400,
  steps: 2000,
  thin: 10,
};

function problem(label: string, table: readonly number[] = wells) {
  const initial = new Uint8Array(3) as CategoricalBatch;
  return { space, energy: tabulatedEnergy(space, table), initial, rng: randomStream(41, label), signal: undefined };
}

function factOf({ facts }: SamplingResult<unknown>, name: string): number {
  return facts!.find((fact) => fact.name === name)!.value;
}

describe('parallelTemperingSampler', () => {
  /**
   * 40 chains from one well. The share of the other is a mean over chains, whose standard error their spread gives; 5 of them
   * are a false alarm in less than 10⁻⁵ of seeds (Student, 39 degrees), and the seed is fixed. A chain at β = 1 alone would leave
   * its well once in e^12 steps.
   */
  it('weighs two wells right that a barrier parts', async () => {
    const { progress, result } = await runSampler(parallelTemperingSampler(settings), problem('wells'));
    const inOther = new Float64Array(40);
    let count = 0;
    for (const { draws } of progress) {
      draws?.chain.forEach((chain, row) => {
        count++;
        if (space.stateNumber(draws.batch as CategoricalBatch, row) === 26) inOther[chain]!++;
      });
    }
    expect(count).toBe(40 * 200);
    const shares = inOther.map((n) => n / 200);
    const mean = shares.reduce((a, b) => a + b) / 40;
    const error = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 39 / 40);
    const exact = Math.exp(-1) / (1 + Math.exp(-1) + 25 * Math.exp(-12));
    expect(Math.abs(mean - exact)).toBeLessThanOrEqual(5 * error);
    expect(error).toBeLessThan(0.05);
    expect(factOf(result, 'round trips of a replica through the temperatures')).toBeGreaterThan(1);
  });

  it('sends draws of the coldest replicas alone', async () => {
    const { progress } = await runSampler(
      parallelTemperingSampler({ ...settings, chains: 4, steps: 600, beta: 40 }),
      problem('cold'),
    );
    // At β = 40 the chance of any state but the lowest is e^(−40); the hot ones are elsewhere most of the time.
    for (const { draws, step } of progress) {
      if (step <= settings.warmUp) expect(draws).toBeUndefined();
      expect([...(draws?.energy ?? [])].every((energy) => energy === 0)).toBe(true);
      expect([...(draws?.chain ?? [])].every((chain) => chain < 4)).toBe(true);
    }
  });

  it('judges the draws by what the replicas that draw counted', async () => {
    // Every replica diverges at every step but the coldest, which does once; kernels that do not tell them apart count as one.
    const counting = (isKnown: boolean): ParallelTemperingSettings<CategoricalBatch>['kernel'] => {
      return () => {
        const energies = (batch: CategoricalBatch) => new Float64Array(batch.length / 3);
        let steps = 0;
        const kernel: Kernel<CategoricalBatch> = {
          init: (batch) => ({ batch, energy: energies(batch) }),
          step: (_, state) => {
            const divergences = state.energy.map((_, row) => (row % 6 === 0 ? Number(steps === 0 && row === 0) : 1));
            steps++;
            const counts = { divergences: divergences.reduce((sum, count) => sum + count, 0) };
            const info = { accepted: new Uint8Array(state.energy.length), evaluations: 0, counts };
            return [state, isKnown ? { ...info, countsByChain: { divergences } } : info];
          },
        };
        return fixedKernel(kernel);
      };
    };
    const short = { ...settings, chains: 2, warmUp: 0, steps: 50, thin: 1 };
    const run = async (isKnown: boolean) =>
      (await runSampler(parallelTemperingSampler({ ...short, kernel: counting(isKnown) }), problem('counts'))).result;
    const found = await run(true);
    const ofDraws = 'divergent transitions of 100 steps';
    expect(factOf(found, ofDraws)).toBe(1);
    expect(found.facts!.find(({ name }) => name === ofDraws)!.limit).toMatchObject({ high: 0 });
    expect(found.facts).toContainEqual({ name: 'divergent transitions of hot replicas', value: 50 * 10 });
    expect(factOf(await run(false), ofDraws)).toBe(50 * 10 + 1);
  });

  it('swaps every pair at every event: nothing freezes where nothing is in the way', async () => {
    for (const [rungs, swapEvery] of [
      [2, 1],
      [5, 3],
      [6, 2],
    ] as const) {
      const flat = { ...settings, rungs, swapEvery, chains: 2, warmUp: 0, steps: 60 };
      const { result } = await runSampler(parallelTemperingSampler(flat), problem('flat', new Array(27).fill(0)));
      const rates = result.facts!.filter(({ name }) => name.startsWith('swap rate of'));
      expect(rates.map(({ value }) => value)).toEqual(new Array(rungs - 1).fill(1));
      // With all swaps taken, states climb two rungs an event, or one at the ends: up and down in rungs events.
      const events = 60 / swapEvery;
      expect(factOf(result, 'round trips of a replica through the temperatures')).toBeGreaterThanOrEqual(
        Math.floor(events / rungs) - 1,
      );
    }
  });

  it('moves its temperatures in the warm-up, and only then', async () => {
    const ladders = async (change: Partial<typeof settings>) => {
      const run = parallelTemperingSampler({ ...settings, ...change }).sample(problem('ladder'));
      const seen = new Map<number, readonly number[]>();
      for (;;) {
        const next = await run.next();
        if (next.done === true) return seen;
        const { exchange } = next.value.checkpoint!() as { exchange: { betas: Float64Array } };
        seen.set(next.value.step, [...exchange.betas.subarray(0, 6)]);
      }
    };
    const seen = await ladders({ chains: 2 });
    const [first, atEnd] = [seen.get(6), seen.get(402)];
    expect(first).not.toEqual(atEnd);
    for (const [step, ladder] of seen) {
      expect([ladder[0], ladder[5]]).toEqual([1, 0.05]);
      expect(ladder).toEqual(ladder.toSorted((a, b) => b - a));
      if (step > 402) expect(ladder).toEqual(atEnd);
    }
    const still = await ladders({ chains: 2, adapt: false });
    expect(new Set([...still.values()].map(String)).size).toBe(1);
  });

  it('adapts to about equal swap rates', async () => {
    // Energies from 0 to 60 and a ladder down to β = 10⁻⁴: by equal factors, hot pairs always swap and the coldest hardly ever.
    const steep = Array.from({ length: 27 }, (_, i) => [0, 1, 4, 9, 16, 25, 36, 49, 60][i % 9]!);
    const spread = async (adapt: boolean) => {
      const long = { ...settings, chains: 4, warmUp: 4000, betaHot: 1e-4, adapt };
      const { result } = await runSampler(parallelTemperingSampler(long), problem('steep', steep));
      const rates = result.facts!.filter(({ name }) => name.startsWith('swap rate of')).map(({ value }) => value);
      return Math.max(...rates) - Math.min(...rates);
    };
    expect(await spread(false)).toBeGreaterThan(0.4);
    expect(await spread(true)).toBeLessThan(0.2);
  });
});
