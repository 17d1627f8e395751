import { describe, expect, it } from 'vitest';
import type { Energy } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Variation } from '../proposal/proposal.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { checkResume } from '../testing/check-resume.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteCrossover, siteFlip, variationOf } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { type GeneticSettings, geneticSampler } from './genetic-sampler.js';
import type { SamplingProblem } from './sampler.js';
import { logQuantileSelection, proportionalSelection, tournamentSelection } from './selection.js';

const infinity = Number.POSITIVE_INFINITY;
const space = CategoricalSpace.uniform(20, 3);
/** Ones with a bonus for pairs of neighbours: −29 for all ones, the lowest of 3²⁰ states. */
const energy: Energy<CategoricalBatch> = {
  evaluate: (batch) =>
    Float64Array.from({ length: space.size(batch) }, (_, row) => {
      const sites = batch.subarray(row * 20, row * 20 + 20);
      return sites.reduce(
        (sum, value, i) => sum - (value === 1 ? 1 : 0) - (value === 1 && sites[i - 1] === 1 ? 9 / 19 : 0),
        0,
      );
    }),
};

const settings: GeneticSettings<CategoricalBatch> = {
  population: 60,
  offspring: 40,
  crossover: siteCrossover(space),
  mutation: variationOf(siteFlip(space), (batch, rows) => space.take(batch, rows)),
  mutationShare: 0.3,
  mutationRate: 0.3,
  selection: logQuantileSelection(),
  initial: 'best',
  generations: 100,
  evaluations: infinity,
  patience: infinity,
  count: 60,
  memory: 100_000,
};

function problem(
  label: string,
  change: Partial<SamplingProblem<CategoricalBatch>> = {},
): SamplingProblem<CategoricalBatch> {
  return { space, energy, initial: undefined, rng: randomStream(31, label), signal: undefined, ...change };
}

/** A sampler whose evaluations are written down. */
function recorded(change: Partial<GeneticSettings<CategoricalBatch>>) {
  const batches: CategoricalBatch[] = [];
  const energies: number[][] = [];
  const sampler = geneticSampler({
    ...settings,
    ...change,
    onEvaluated: (batch, values) => {
      batches.push(batch);
      energies.push([...values]);
    },
  });
  return { sampler, batches, energies };
}

function identities(batch: CategoricalBatch, of = space): string[] {
  return Array.from({ length: of.size(batch) }, (_, row) => of.identity(batch, row));
}

describe('geneticSampler', () => {
  it.each([
    ['log-quantile', logQuantileSelection()],
    ['tournament', tournamentSelection(3)],
    ['proportional', proportionalSelection(1)],
  ])('finds the lowest of 3²⁰ states by %s selection', async (_, selection) => {
    const { result } = await runSampler(geneticSampler({ ...settings, selection }), problem('ground'));
    expect(result.energy[0]).toBeCloseTo(-29, 12);
    expect(result.batch.slice(0, 20)).toEqual(new Uint8Array(20).fill(1));
  });

  it('evaluates no design twice, tells of every one in order, and returns the best of them', async () => {
    const { sampler, batches, energies } = recorded({ count: 500 });
    const { result } = await runSampler(sampler, problem('once'));
    const all = identities(space.concat(batches));
    expect(new Set(all).size).toBe(all.length);
    expect(result.evaluations).toBe(all.length);
    expect(energies.flat()).toEqual([...(await energy.evaluate(space.concat(batches)))]);
    expect([...result.energy]).toEqual(
      energies
        .flat()
        .toSorted((a, b) => a - b)
        .slice(0, 500),
    );
    expect(result.energy).toEqual(await energy.evaluate(result.batch));
  });

  it('evaluates one batch a generation', async () => {
    const { sampler, batches } = recorded({ generations: 10 });
    const { progress } = await runSampler(sampler, problem('batches'));
    expect(batches.length).toBe(11);
    expect(progress.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('never exceeds the evaluations allowed', async () => {
    const { sampler, batches } = recorded({ evaluations: 137, generations: infinity });
    const { result } = await runSampler(sampler, problem('limit'));
    expect(result).toMatchObject({ stopReason: 'evaluations', evaluations: 137 });
    expect(space.size(space.concat(batches))).toBe(137);
    const few = recorded({ evaluations: 13 });
    const start = await runSampler(few.sampler, problem('few', { initial: space.random(randomStream(1, 'x'), 50) }));
    expect(start.result).toMatchObject({ stopReason: 'evaluations', evaluations: 13 });
  });

  it('ends after generations without a better best', async () => {
    const flat = { evaluate: (batch: CategoricalBatch) => new Float64Array(space.size(batch)) };
    const { progress, result } = await runSampler(
      geneticSampler({ ...settings, patience: 4 }),
      problem('flat', { energy: flat }),
    );
    expect(result.stopReason).toBe('patience');
    expect(progress.at(-1)!.step).toBe(4);
  });

  it('says when nothing new is left, with every state of a small space found', async () => {
    const small = CategoricalSpace.uniform(2, 3);
    const run = geneticSampler({
      ...settings,
      crossover: undefined,
      mutation: variationOf(siteFlip(small), (batch, rows) => small.take(batch, rows)),
      generations: infinity,
    });
    const table = [4, 1, 8, 0, infinity, 3, 7, 5, 6];
    const { result } = await runSampler(run, {
      ...problem('small'),
      space: small,
      energy: tabulatedEnergy(small, table),
    });
    expect(result.stopReason).toBe('exhausted');
    expect([...result.energy]).toEqual(table.toSorted((a, b) => a - b));
  });

  it('gets out of a population of forbidden designs', async () => {
    const notWithoutSix: Energy<CategoricalBatch> = {
      evaluate: async (batch) =>
        (await energy.evaluate(batch)).map((value, row) => {
          const ones = batch.subarray(row * 20, row * 20 + 20).filter((site) => site === 1).length;
          return ones < 6 ? infinity : value;
        }),
    };
    const { result } = await runSampler(
      geneticSampler(settings),
      problem('forbidden', { energy: notWithoutSix, initial: space.take(new Uint8Array(20), new Int32Array(60)) }),
    );
    expect(result.energy[0]).toBeLessThan(-20);
    const mean = result.trace.mean as { values: Float64Array };
    expect(mean.values[0]).toBeNaN();
    expect(mean.values.at(-1)).toBeLessThan(0);
  });

  it('changes neither parents nor initial designs', async () => {
    const initial = space.random(randomStream(2, 'initial'), 80);
    const copy = initial.slice();
    const seen: [CategoricalBatch, CategoricalBatch][] = [];
    const watched: Variation<CategoricalBatch> = {
      vary: (rng, parents, partners) => {
        seen.push([parents, parents.slice()]);
        return siteCrossover(space).vary(rng, parents, partners);
      },
    };
    await runSampler(geneticSampler({ ...settings, crossover: watched, generations: 5 }), problem('pure', { initial }));
    expect(initial).toEqual(copy);
    for (const [now, before] of seen) expect(now).toEqual(before);
  });

  it('begins with the best of the initial designs, or with as many drawn at random', async () => {
    const initial = space.random(randomStream(4, 'initial'), 2500);
    const best = recorded({ population: 10, count: 10, generations: 1 });
    await runSampler(best.sampler, problem('best', { initial }));
    expect(best.energies.slice(0, 3).map(({ length }) => length)).toEqual([1024, 1024, 452]);
    const random = recorded({ population: 10, generations: 1, initial: 'random' });
    await runSampler(random.sampler, problem('best', { initial }));
    const drawn = identities(random.batches[0]!);
    expect(drawn.length).toBe(10);
    expect(drawn.every((identity) => identities(initial).includes(identity))).toBe(true);
    expect(drawn).not.toEqual(identities(initial).slice(0, 10));
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const run = (label: string) => runSampler(geneticSampler({ ...settings, generations: 20 }), problem(label));
    const first = await run('a');
    expect(await run('a')).toEqual(first);
    expect((await run('b')).result.batch).not.toEqual(first.result.batch);
  });

  it('stops where it is no longer wanted, at the start too', async () => {
    const signal = { aborted: false };
    const run = geneticSampler(settings).sample(problem('stop', { signal }));
    for (let i = 0; i < 3; i++) await run.next();
    signal.aborted = true;
    const { value } = await run.next();
    expect(value).toMatchObject({ stopReason: 'cancelled' });
    expect((value as { energy: Float64Array }).energy.length).toBe(60);
    const never = await runSampler(geneticSampler(settings), problem('never', { signal }));
    expect(never.result).toMatchObject({ stopReason: 'cancelled', evaluations: 0, energy: new Float64Array(0) });
  });

  it('names a NaN energy', async () => {
    const broken = { evaluate: (batch: CategoricalBatch) => new Float64Array(space.size(batch)).fill(Number.NaN) };
    await expect(runSampler(geneticSampler(settings), problem('nan', { energy: broken }))).rejects.toThrow(
      "energy 'energy' is NaN at row 0",
    );
  });

  it('keeps the children of failed variations out', async () => {
    const failing: Variation<CategoricalBatch> = {
      vary: async (rng, parents, partners) => {
        const { batch } = await siteCrossover(space).vary(rng, parents, partners);
        const odd = Int32Array.from({ length: space.size(parents) }, (_, row) => row).filter((row) => row % 2 === 1);
        return { batch: space.take(batch, odd), parents: odd };
      },
    };
    const { sampler, batches } = recorded({ crossover: failing, mutationShare: 0, mutationRate: 0, generations: 1 });
    await runSampler(sampler, problem('failing'));
    expect(space.size(batches[1]!)).toBeLessThanOrEqual(20);
    expect(space.size(batches[1]!)).toBeGreaterThan(10);
  });

  it('goes on in the middle of its initial designs', async () => {
    const initial = space.random(randomStream(5, 'initial'), 2500);
    const make = () => geneticSampler({ ...settings, generations: 3 });
    await checkResume(make, problem('middle', { initial }), { name: 'genetic' });
  });
});
