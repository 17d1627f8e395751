import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../testing/categorical-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteFlip, weightedSiteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { metropolisSampler } from './metropolis-sampler.js';

const space = new CategoricalSpace(2, 3);
const table = [0, 1, 2, Number.POSITIVE_INFINITY, 0.5, 1.5, 3, 0.25, 2];
const energy = tabulatedEnergy(space, table);
const proposal = weightedSiteFlip(space, Float64Array.of(1, 2, 3));

function problem(label: string, initial: Uint8Array | undefined = undefined) {
  return { space, energy, initial, rng: randomStream(23, label), signal: undefined };
}

describe('metropolisSampler', () => {
  /**
   * Draws 20 steps apart from 2000 chains of independent start are close to independent: shares within 5 standard errors of
   * e^(−βE)/Z are a false alarm in 6·10⁻⁷ of seeds for each of 9 states; the seed is fixed.
   */
  it('draws in proportion to e^(−βE)', async () => {
    const sampler = metropolisSampler({ proposal, chains: 2000, steps: 100, burnIn: 40, thin: 20, beta: 0.8 });
    const { result } = await runSampler(sampler, problem('shares'));
    const weights = table.map((value) => Math.exp(-0.8 * value));
    const total = weights.reduce((a, b) => a + b);
    const counts = new Float64Array(9);
    for (let row = 0; row < result.energy.length; row++) counts[space.stateNumber(result.batch, row)]!++;
    const drawn = result.energy.length;
    expect(drawn).toBe(6000);
    weights.forEach((weight, state) => {
      const probability = weight / total;
      const tolerance = 5 * Math.sqrt((probability * (1 - probability)) / drawn);
      expect(Math.abs(counts[state]! / drawn - probability)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('hands draws out chain by chain, with their energies', async () => {
    const settings = { proposal, chains: 3, steps: 30, burnIn: 10, thin: 4, beta: 1 };
    const initial = Uint8Array.of(0, 0, 1, 1);
    const { result } = await runSampler(metropolisSampler(settings), problem('order', initial));
    expect(result.energy.length).toBe(15);
    expect(result.energy).toEqual(energy.evaluate(result.batch));
    const alone = metropolisSampler({ ...settings, chains: 1 });
    const first = await runSampler(alone, problem('order', initial));
    expect(first.result.batch).toEqual(result.batch.slice(0, 10));
  });

  it('traces evaluations, acceptance and the best energy, and says that its steps are done', async () => {
    const sampler = metropolisSampler({ proposal: siteFlip(space), chains: 5, steps: 12, burnIn: 0, thin: 1, beta: 0 });
    const { progress, result } = await runSampler(sampler, {
      ...problem('trace'),
      energy: tabulatedEnergy(space, new Array(9).fill(1)),
    });
    expect(result.stopReason).toBe('steps');
    expect(result.evaluations).toBe(65);
    expect(progress.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(progress.at(-1)).toEqual({ step: 12, stepCount: 12, stepName: 'step', evaluations: 65, bestEnergy: 1 });
    const { step, acceptanceRate, mean, median, evaluations } = result.trace as Record<
      string,
      { values: Float64Array }
    >;
    expect([...step!.values]).toEqual(progress.map((report) => report.step));
    expect([...evaluations!.values]).toEqual(progress.map((report) => report.evaluations));
    expect(acceptanceRate!.values.every((rate) => rate === 1)).toBe(true);
    expect(mean!.values[0]).toBe(1);
    expect(median!.values[0]).toBe(1);
  });

  it('stops where it is no longer wanted, with the draws so far', async () => {
    const signal = { aborted: false };
    const sampler = metropolisSampler({ proposal, chains: 2, steps: 100, burnIn: 0, thin: 1, beta: 1 });
    const run = sampler.sample({ ...problem('stop'), signal });
    for (let i = 0; i < 7; i++) await run.next();
    signal.aborted = true;
    const { value } = await run.next();
    expect(value).toMatchObject({ stopReason: 'cancelled', evaluations: 16 });
    expect((value as { energy: Float64Array }).energy.length).toBe(14);
  });

  it('refuses to start from no state', async () => {
    const sampler = metropolisSampler({ proposal, chains: 2, steps: 10, burnIn: 0, thin: 1, beta: 1 });
    await expect(runSampler(sampler, problem('none', new Uint8Array(0)))).rejects.toThrow('no state to start from');
  });
});
