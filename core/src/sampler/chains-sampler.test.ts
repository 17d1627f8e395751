import { describe, expect, it } from 'vitest';
import { metropolisKernel } from '../kernel/metropolis.js';
import { metropolisOver } from '../kernel/metropolis-definition.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Proposal } from '../proposal/proposal.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteFlip, weightedSiteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { type ChainsSettings, chainsSampler } from './chains-sampler.js';
import type { SamplingProgress } from './sampler.js';

const space = CategoricalSpace.uniform(2, 3);
const table = [0, 1, 2, Number.POSITIVE_INFINITY, 0.5, 1.5, 3, 0.25, 2];
const energy = tabulatedEnergy(space, table);
const proposal = weightedSiteFlip(space, Float64Array.of(1, 2, 3));

const settings: ChainsSettings<CategoricalBatch> = {
  kernel: metropolisOver(proposal),
  chains: 3,
  warmUp: 10,
  steps: 20,
  thin: 4,
  beta: 1,
};

function problem(label: string, initial: CategoricalBatch | undefined = undefined) {
  return { space, energy, initial, rng: randomStream(23, label), signal: undefined };
}

/** All draws of a run, in the order in which they were sent. */
function drawsOf(progress: readonly SamplingProgress[]) {
  const blocks = progress.flatMap(({ draws }) => (draws === undefined ? [] : [draws]));
  return {
    batch: space.concat(blocks.map(({ batch }) => batch as CategoricalBatch)),
    energy: blocks.flatMap((block) => [...block.energy]),
    chain: blocks.flatMap((block) => [...block.chain]),
    step: blocks.flatMap((block) => [...block.step]),
  };
}

describe('chainsSampler', () => {
  /**
   * Draws 20 steps apart from 2000 chains of independent start are close to independent: shares within 5 standard errors of
   * e^(−βE)/Z are a false alarm in 6·10⁻⁷ of seeds for each of 9 states; the seed is fixed.
   */
  it('draws in proportion to e^(−βE)', async () => {
    const sampler = chainsSampler({ ...settings, chains: 2000, warmUp: 40, steps: 60, thin: 20, beta: 0.8 });
    const { progress } = await runSampler(sampler, problem('shares'));
    const draws = drawsOf(progress);
    const weights = table.map((value) => Math.exp(-0.8 * value));
    const total = weights.reduce((a, b) => a + b);
    const counts = new Float64Array(9);
    for (let row = 0; row < draws.energy.length; row++) counts[space.stateNumber(draws.batch, row)]!++;
    const drawn = draws.energy.length;
    expect(drawn).toBe(6000);
    weights.forEach((weight, state) => {
      const probability = weight / total;
      const tolerance = 5 * Math.sqrt((probability * (1 - probability)) / drawn);
      expect(Math.abs(counts[state]! / drawn - probability)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('sends draws after the warm-up only, each with its energy, chain and step', async () => {
    const { progress, result } = await runSampler(chainsSampler(settings), problem('order'));
    const draws = drawsOf(progress);
    expect(draws.step).toEqual([14, 18, 22, 26, 30].flatMap((step) => [step, step, step]));
    expect(draws.chain).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(draws.energy).toEqual([...(await energy.evaluate(draws.batch))]);
    expect(result.batch).toEqual(space.take(draws.batch, Int32Array.of(12, 13, 14)));
    expect(progress.filter(({ step }) => step <= 10).every((report) => report.draws === undefined)).toBe(true);
  });

  it('draws the state that a chain stayed at, never the one that was rejected', async () => {
    /** Always proposes the state of energy 3, which a cold chain at energy 0 has no hope to enter. */
    const stubborn: Proposal<CategoricalBatch> = {
      propose: (_, batch) => ({
        batch: batch.map((_, i) => (i % 2 === 0 ? 2 : 0)),
        logProposalRatio: new Float64Array(space.size(batch)),
      }),
    };
    const cold = chainsSampler({ ...settings, kernel: metropolisOver(stubborn), beta: 1000 });
    const { progress, result } = await runSampler(cold, problem('stubborn', new Uint8Array(2) as CategoricalBatch));
    const draws = drawsOf(progress);
    expect([...draws.batch].every((value) => value === 0)).toBe(true);
    expect(draws.energy.every((value) => value === 0)).toBe(true);
    expect(result.facts).toContainEqual({ name: 'acceptance rate', value: 0 });
  });

  it('hands given states to the chains in turn, whatever the range', async () => {
    const initial = Uint8Array.of(0, 0, 1, 1, 2, 1) as CategoricalBatch;
    const still = metropolisOver<CategoricalBatch>({
      propose: (_, batch) => ({ batch, logProposalRatio: new Float64Array(space.size(batch)) }),
    });
    const sampler = chainsSampler<CategoricalBatch>({ ...settings, kernel: still, chains: 8 });
    const { result } = await runSampler(sampler, problem('turn', initial));
    const inTurn = Uint8Array.of(2, 1, 0, 0, 1, 1, 2, 1);
    expect(space.take(result.batch, Int32Array.of(2, 3, 4, 5))).toEqual(inTurn);
    const some = await sampler.span(problem('turn', initial), { first: 2, count: 4 });
    expect((await some.advance(14)).draws).toMatchObject({ batch: inTurn, chain: Int32Array.of(2, 3, 4, 5) });
  });

  it('traces evaluations, acceptance and the best energy, and says that its steps are done', async () => {
    const sampler = chainsSampler({
      kernel: metropolisOver(siteFlip(space)),
      chains: 5,
      warmUp: 0,
      steps: 12,
      beta: 0,
    });
    const { progress, result } = await runSampler(sampler, {
      ...problem('trace'),
      energy: tabulatedEnergy(space, new Array(9).fill(1)),
    });
    expect(result.stopReason).toBe('steps');
    expect(result.evaluations).toBe(65);
    expect(progress.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(progress.at(-1)).toMatchObject({
      step: 12,
      stepCount: 12,
      stepName: 'step',
      evaluations: 65,
      bestEnergy: 1,
    });
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
    const sampler = chainsSampler({ ...settings, chains: 2, warmUp: 0, steps: 5000, thin: 1 });
    const run = sampler.sample({ ...problem('stop'), signal });
    const progress: SamplingProgress[] = [];
    for (let i = 0; i < 7; i++) progress.push((await run.next()).value as SamplingProgress);
    signal.aborted = true;
    const { value } = await run.next();
    expect(value).toMatchObject({ stopReason: 'cancelled', evaluations: 72 });
    expect(drawsOf(progress).energy.length).toBe(70);
  });

  it('ends when enough is known, and after the evaluations allowed, with every draw handed over', async () => {
    const long = { ...settings, chains: 2, warmUp: 0, steps: 5000, thin: 1 };
    const enough = ({ step }: SamplingProgress) => step === 8;
    const limited = await runSampler(chainsSampler(long), { ...problem('enough'), enough });
    expect(limited.result.stopReason).toBe('limit');
    expect(drawsOf(limited.progress).energy.length).toBe(16);
    const counted = await runSampler(chainsSampler({ ...long, evaluations: 30 }), problem('stop'));
    expect(counted.result).toMatchObject({ stopReason: 'evaluations', evaluations: 30 });
    expect(drawsOf(counted.progress).energy.length).toBe(28);
  });

  it('tunes its kernel in the warm-up and leaves it alone afterwards', async () => {
    const seen: number[] = [];
    const used: number[] = [];
    const tuned: ChainsSettings<CategoricalBatch>['kernel'] = (target) => ({
      initialParameters: () => ({ parameters: { stepSize: Float64Array.of(1, 1, 1) }, evaluations: 0 }),
      at: ({ stepSize }) => {
        const kernel = metropolisKernel({ ...target, proposal });
        return {
          ...kernel,
          step: (rng, state, beta) => {
            used.push(stepSize![0]!);
            return kernel.step(rng, state, beta);
          },
        };
      },
      tune: ({ stepSize }, { step }) => {
        seen.push(step);
        return { stepSize: stepSize!.map((size) => size + 1) };
      },
    });
    const { result } = await runSampler(
      chainsSampler({ ...settings, kernel: tuned, warmUp: 4, steps: 3, thin: 1 }),
      problem('tuned'),
    );
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(used).toEqual([1, 2, 3, 4, 5, 5, 5]);
    expect(result.facts).toContainEqual({ name: 'step size (median of the chains)', value: 5 });
  });

  it('refuses to start from no state', async () => {
    const none = problem('none', new Uint8Array(0) as CategoricalBatch);
    await expect(runSampler(chainsSampler(settings), none)).rejects.toThrow('no state to start from');
  });
});
