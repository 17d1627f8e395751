import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Differentiable } from '../energy/energy.js';
import { hmc } from '../kernel/hmc.js';
import type { KernelDefinition, KernelMaker } from '../kernel/kernel-definition.js';
import { langevin } from '../kernel/langevin.js';
import { mala, malaKernel } from '../kernel/mala.js';
import { metropolisOver } from '../kernel/metropolis-definition.js';
import { nuts } from '../kernel/nuts.js';
import { tunedKernel } from '../kernel/tuned-kernel.js';
import { underdampedLangevin } from '../kernel/underdamped-langevin.js';
import { gaussianEnergy } from '../models/gaussian.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkResume } from '../testing/check-resume.js';
import { doubleWells, formulaEnergy } from '../testing/point-energies.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import type { Checkpoint } from './checkpoint.js';
import {
  incrementsOf,
  islandMeans,
  logMeanWithError,
  nextPlace,
  resampledRows,
  weightsOfAll,
} from './particle-islands.js';
import type { Sampler } from './sampler.js';
import { sequentialMonteCarloSampler } from './sequential-monte-carlo.js';
import { effectiveCount, systematicResampling } from './systematic-resampling.js';

const infinity = Number.POSITIVE_INFINITY;

describe('systematicResampling', () => {
  it('draws each index as often as its weight says, to less than one', () => {
    const logWeight = Float64Array.of(Math.log(1), Math.log(2.5), -infinity, Math.log(4), Math.log(0.5));
    for (const uniform of [0, 0.3, 0.7, 0.999_999]) {
      const counts = new Float64Array(5);
      for (const index of systematicResampling(logWeight, uniform)) counts[index]!++;
      [1, 2.5, 0, 4, 0.5].forEach((weight, i) => {
        expect(Math.abs(counts[i]! - (5 * weight) / 8)).toBeLessThan(1);
      });
      expect(counts[2]).toBe(0);
    }
  });
});

describe('the next place of a path', () => {
  it('leaves the share of effective particles that is asked for', () => {
    const slope = Float64Array.from({ length: 400 }, (_, i) => (i % 200) / 4);
    const layout = { islands: 2, particles: 200 };
    const next = nextPlace(slope, layout, 0.1, 0.5);
    expect(effectiveCount(slope.subarray(0, 200).map((value) => -(next - 0.1) * value)) / 200).toBeCloseTo(0.5, 9);
    expect(nextPlace(new Float64Array(400).fill(7), layout, 0.1, 0.5)).toBe(1);
  });

  it('counts the allowed particles alone', () => {
    const slope = Float64Array.of(infinity, 1, infinity, 1);
    expect(nextPlace(slope, { islands: 1, particles: 4 }, 0, 0.9)).toBe(1);
  });
});

it('the logarithm of a mean has the error of the mean', () => {
  const { value, standardError } = logMeanWithError(Float64Array.of(Math.log(1), Math.log(2), Math.log(3)));
  expect(value).toBeCloseTo(Math.log(2), 14);
  // s = 1, so s/√3 of 2.
  expect(standardError).toBeCloseTo(1 / Math.sqrt(3) / 2, 14);
});

describe('islands of two particles, by hand', () => {
  const layout = { islands: 3, particles: 2 };
  const logs = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);
  const weights = logs(1, 3, 2, 2, 0, 0.5);

  it('mean their own weights', () => {
    expect([...islandMeans(weights, layout)].map(Math.exp)).toEqual(
      [2, 2, 0.25].map((mean) => expect.closeTo(mean, 14)),
    );
    expect(islandMeans(new Float64Array(6).fill(-infinity), layout)).toEqual(new Float64Array(3).fill(-infinity));
  });

  it('count by the Z that each has found', () => {
    const all = weightsOfAll(weights, logs(10, 1, 4), layout);
    expect([...all].map(Math.exp)).toEqual([10, 30, 2, 2, 0, 2].map((weight) => expect.closeTo(weight, 12)));
  });

  it('draw from their own particles alone, and stay where they have no weight', () => {
    const sure = logs(0, 1, 1, 0, 0, 0);
    expect([...resampledRows(sure, layout, randomStream(1, 'rows'))]).toEqual([1, 1, 2, 2, 4, 5]);
  });

  it('weigh a step of the path by e^(−change · slope)', () => {
    expect([...incrementsOf(Float64Array.of(2, -4, infinity), 0.25)]).toEqual([-0.5, 1, -infinity]);
  });
});

const plane = VectorSpace.ofDimension(2);
const far = {
  kernel: ((target) =>
    tunedKernel(
      target,
      { stepSize: undefined, adapt: true, targetAcceptance: 0.574, metric: 'unit', fromLeapfrog: (t) => 0.5 * t * t },
      (stepSize) => malaKernel({ ...target, stepSize }),
    )) as KernelMaker,
  islands: 8,
  particles: 200,
  moves: 10,
  beta: 1,
  share: 0.5,
  deviation: 3,
};
const farProblem = {
  space: plane,
  energy: gaussianEnergy(plane, { mean: [30, -20], deviations: [0.1, 2] }),
  initial: undefined,
  signal: undefined,
};

/** A sampler that keeps to itself how its tuning goes, from which nothing can go on. */
function afterTuning<B>(sampler: Sampler<B>): Sampler<B> {
  return {
    async *sample(asked) {
      const run = sampler.sample(asked);
      for (;;) {
        const next = await run.next();
        if (next.done === true) return next.value;
        if (next.value.checkpoint !== undefined) yield next.value;
      }
    },
  };
}

describe('sequentialMonteCarloSampler', () => {
  const space = CategoricalSpace.uniform(6, 2);
  const table = Array.from({ length: 64 }, (_, i) => (i % 7 === 3 ? infinity : 6 * Math.sin(1 + i * i)));
  const settings = {
    kernel: metropolisOver(siteFlip(space)) as KernelMaker,
    islands: 16,
    particles: 250,
    moves: 12,
    beta: 1.2,
    share: 0.6,
    deviation: 1,
  };
  const problem = { space, energy: tabulatedEnergy(space, table), initial: undefined, signal: undefined };

  /**
   * ln Z within 5 standard errors (16 islands) and the weighted shares of all 64 states within 6 of theirs are false alarms in
   * less than 10⁻³ of seeds together, and the seed is fixed. The errors of the shares are the spread over the islands.
   */
  it('finds ln Z and the weights of 64 states, some forbidden, which enumeration gives', async () => {
    const sampler = sequentialMonteCarloSampler<Uint8Array>(settings);
    const { progress, result } = await runSampler(sampler, { ...problem, rng: randomStream(5, 'particles') });
    const weights = table.map((energy) => Math.exp(-1.2 * energy));
    const total = weights.reduce((a, b) => a + b);
    const { value, standardError } = result.logPartition!;
    expect(Math.abs(value - Math.log(total))).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.1);

    const [draws, ...others] = progress.flatMap((report) => report.draws ?? []);
    expect(others).toEqual([]);
    expect(draws!.energy.length).toBe(4000);
    const highest = Math.max(...draws!.logWeight!);
    const shares = Array.from({ length: 16 }, () => new Float64Array(64));
    draws!.logWeight!.forEach((logWeight, row) => {
      shares[draws!.chain[row]!]![space.stateNumber(draws!.batch, row)]! += Math.exp(logWeight - highest);
    });
    const norm = shares.reduce((sum, island) => sum + island.reduce((a, b) => a + b), 0) / 16;
    for (let state = 0; state < 64; state++) {
      const each = shares.map((island) => island[state]! / norm);
      const mean = each.reduce((a, b) => a + b) / 16;
      const error = Math.sqrt(each.reduce((sum, share) => sum + (share - mean) ** 2, 0) / 15 / 16);
      expect(Math.abs(mean - weights[state]! / total)).toBeLessThanOrEqual(6 * error + 1e-3);
      if (table[state] === infinity) expect(mean).toBe(0);
    }
    expect(draws!.energy).toEqual(await problem.energy.evaluate(draws!.batch));
  });

  it('weighs an island by the ln Z that it found', async () => {
    const sampler = sequentialMonteCarloSampler<Uint8Array>({ ...settings, islands: 4, particles: 30 });
    const { progress, result } = await runSampler(sampler, { ...problem, rng: randomStream(5, 'islands') });
    const { logWeight } = progress.flatMap((report) => report.draws ?? [])[0]!;
    // Draws' weights are those of the estimate of Z itself: their mean is Z / Z₀.
    const mean = logWeight!.reduce((sum, value) => sum + Math.exp(value), 0) / logWeight!.length;
    expect(Math.log(mean) + 6 * Math.log(2)).toBeCloseTo(result.logPartition!.value, 10);
  });

  it('knows no error of a single island, and says so', async () => {
    const sampler = sequentialMonteCarloSampler<Uint8Array>({ ...settings, islands: 1 });
    const { result } = await runSampler(sampler, { ...problem, rng: randomStream(5, 'single') });
    const exact = Math.log(table.reduce((sum, energy) => sum + Math.exp(-1.2 * energy), 0));
    // 250 particles: the value itself is as good as theirs, which the islands above spread by 0.1 about.
    expect(Math.abs(result.logPartition!.value - exact)).toBeLessThan(0.5);
    expect(result.logPartition!.standardError).toBeNaN();
    expect(result.facts).toContainEqual(
      expect.objectContaining({ name: 'islands', value: 1, limit: expect.objectContaining({ low: 2 }) }),
    );
  });

  it('tells how far it is by β, which levels do not', async () => {
    const sampler = sequentialMonteCarloSampler<Uint8Array>(settings);
    const { progress } = await runSampler(sampler, { ...problem, rng: randomStream(5, 'particles') });
    const details = progress.map(({ detail }) => detail!);
    expect(details.every((detail) => /^β [\d.]+ of 1\.2$/.test(detail))).toBe(true);
    expect(details.at(-1)).toBe('β 1.2 of 1.2');
    expect(new Set(details).size).toBe(progress.length);
    expect(progress.every(({ stepCount }) => stepCount === infinity)).toBe(true);
  });

  it.each([
    [langevin, { stepSize: 0.05 }],
    [mala, {}],
    [hmc, { steps: 5 }],
    [nuts, {}],
    [underdampedLangevin, { stepSize: 0.3 }],
  ] as const)(
    'counts every evaluation, and goes on from its checkpoints byte for byte, with $name',
    async (kernel, options) => {
      const definition = kernel as unknown as KernelDefinition;
      const maker = await definition.create((definition.options as z.ZodType).parse(options), {} as never);
      const energy = formulaEnergy(2, doubleWells);
      const small = { ...far, kernel: maker, islands: 2, particles: 40, moves: 3 };
      const asked = { ...farProblem, energy, rng: randomStream(8, 'resumed') };
      const { result } = await runSampler(sequentialMonteCarloSampler<Float64Array>(small), asked);
      expect(result.evaluations).toBe(energy.evaluations);
      const make = () => afterTuning(sequentialMonteCarloSampler<Float64Array>({ ...small, share: 0.9 }));
      await checkResume(make, asked, { name: kernel.name });
    },
  );

  it('does not tune again what a checkpoint knows', async () => {
    const energy = formulaEnergy(2, doubleWells);
    const asked = { ...farProblem, energy, rng: randomStream(8, 'resumed') };
    const sampler = () => sequentialMonteCarloSampler<Float64Array>({ ...far, particles: 40, share: 0.9 });
    const run = sampler().sample(asked);
    let checkpoint: Checkpoint | undefined;
    for (let level = 0; level < 3; ) {
      const next = await run.next();
      if (next.done === true) throw new RangeError('the run has fewer than three levels');
      if (next.value.stepName === 'level') level++;
      checkpoint = next.value.checkpoint?.();
    }
    await run.return(undefined as never);
    const before = energy.evaluations;
    const first = await sampler()
      .sample({ ...asked, resumeFrom: checkpoint! })
      .next();
    // Energies of 320 particles anew, and a level: three slopes, their start, the moves and their energies.
    expect(energy.evaluations - before).toBeLessThanOrEqual(320 * (1 + 3 + 2 + far.moves));
    expect(first.value).toMatchObject({ step: 4, stepName: 'level' });
  });

  it('counts its tuning, and ends within it', async () => {
    const sampler = sequentialMonteCarloSampler<Float64Array>({ ...far, evaluations: 1000 });
    const { progress, result } = await runSampler(sampler, { ...farProblem, rng: randomStream(1, 'short') });
    expect(result).toMatchObject({ stopReason: 'evaluations', energy: new Float64Array(0) });
    expect(result.evaluations).toBeGreaterThanOrEqual(1000);
    expect(result.evaluations).toBeLessThan(1200);
    expect(progress.every(({ stepName }) => stepName === 'tuning step')).toBe(true);
  });

  it('tells that particles lag behind a path which leads far along a narrow valley', async () => {
    const { result } = await runSampler(sequentialMonteCarloSampler<Float64Array>(far), {
      ...farProblem,
      rng: randomStream(1, 'far'),
    });
    const failed = result.facts!.filter(({ value, limit }) => limit && !(value >= limit.low && value <= limit.high));
    expect(failed.map(({ name }) => name)).toContain('correlation of dU/dt before and after the moves of a level');
  });

  it('says nothing of ln Z where it was stopped', async () => {
    const sampler = sequentialMonteCarloSampler<Uint8Array>({ ...settings, evaluations: 20_000 });
    const { progress, result } = await runSampler(sampler, { ...problem, rng: randomStream(5, 'stopped') });
    expect(result.stopReason).toBe('evaluations');
    expect(result.logPartition).toBeUndefined();
    expect(progress.every(({ draws }) => draws === undefined)).toBe(true);
  });

  it('refuses to begin where everything is forbidden', async () => {
    const energy = tabulatedEnergy(space, new Array(64).fill(infinity));
    const run = runSampler(sequentialMonteCarloSampler<Uint8Array>(settings), {
      ...problem,
      energy,
      rng: randomStream(5, 'x'),
    });
    await expect(run).rejects.toThrow('all particles of the reference are forbidden');
  });

  /** As above: a false alarm in less than 10⁻⁴ of seeds. */
  it('begins from a normal where there are no bounds', async () => {
    const line = VectorSpace.ofDimension(2);
    const well: Differentiable<Float64Array> = {
      evaluate: (batch) => evaluateWell(batch).energy,
      evaluateWithGradient: (batch) => evaluateWell(batch),
    };
    const walk = metropolisOver<Float64Array>({
      propose: (rng, batch) => {
        const steps = new Float64Array(batch.length);
        rng.fillNormalRows(steps, 2);
        return {
          batch: batch.map((x, i) => x + 0.5 * steps[i]!),
          logProposalRatio: new Float64Array(batch.length / 2),
        };
      },
    });
    const sampler = sequentialMonteCarloSampler<Float64Array>({
      ...settings,
      kernel: walk as KernelMaker,
      beta: 1,
      deviation: 3,
    });
    const { result } = await runSampler(sampler, {
      space: line,
      energy: well,
      initial: undefined,
      signal: undefined,
      rng: randomStream(6, 'normal'),
    });
    // ∫ e^(−½((x − 1)² / 0.09 + y²)) = 2π · 0.3
    const { value, standardError } = result.logPartition!;
    expect(Math.abs(value - Math.log(2 * Math.PI * 0.3))).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.1);
  });
});

function evaluateWell(batch: Float64Array) {
  const energy = new Float64Array(batch.length / 2);
  const gradient = new Float64Array(batch.length);
  for (let row = 0; row < energy.length; row++) {
    const [x, y] = [batch[2 * row]! - 1, batch[2 * row + 1]!];
    energy[row] = (x * x) / 0.18 + (y * y) / 2;
    gradient[2 * row] = x / 0.09;
    gradient[2 * row + 1] = y;
  }
  return { energy, gradient };
}
