import { z } from 'zod';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError } from '../errors/design-error.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { AnnealingPath, type PathSettings, type TunedPlace } from '../path/annealing-path.js';
import { deviationOption } from '../path/deviation-option.js';
import { type ReferenceDistribution, referenceDistribution } from '../path/reference-distribution.js';
import { moveToReference } from '../path/reference-move.js';
import { checkKernel } from './chains.js';
import { type CheckpointValue, packBatch, unpackBatch } from './checkpoint.js';
import type { DrawSource } from './draw-block.js';
import { correlationOf, driftOf, followedNumbers, shiftsOf } from './level-mixing.js';
import {
  type IslandLayout,
  incrementsOf,
  islandMeans,
  logMeanWithError,
  nextPlace,
  resampledRows,
  weightsOfAll,
} from './particle-islands.js';
import { runSteps } from './run-steps.js';
import type { Draws, Sampler, SamplingFact, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { effectiveCount } from './systematic-resampling.js';
import { lowestOf, summarise, Trace } from './trace.js';

/** How many particles there are, how they move, and how far they go at once. */
export interface SequentialMonteCarloSettings extends IslandLayout {
  readonly kernel: KernelMaker;
  /** Kernel steps of every particle at each level, at least. */
  readonly moves: number;
  /** Times that the moves of a level are made, at most: they are repeated until dU/dt has forgotten what it was. 1 when absent. */
  readonly repeats?: number | undefined;
  /** β of the target. */
  readonly beta: number;
  /** Share of effective particles that the weights of a level leave, in (0, 1). */
  readonly share: number;
  /** Deviation of the reference along axes without bounds. */
  readonly deviation: number;
  readonly evaluations?: number | undefined;
}

/** Streams below the root. */
const [tuningStream, referenceStream, moveStream, choiceStream, renewalStream] = [0, 1, 2, 3, 4];

/** With fewer effective draws nothing can be said of the target. */
const leastSampleSize = 100;

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'acceptanceRate', 'place', 'logPartition'];

/**
 * Sequential Monte Carlo: particles are drawn from a reference that is known (uniform over sites and bounded axes, normal along
 * others) and taken to e^(−βE) level by level. At each level they are weighted, drawn anew by weight, and moved by the kernel. The
 * levels choose themselves, so that a fixed share of the particles stays effective. Islands resample apart from each other, and
 * from their spread comes the standard error of ln Z.
 *
 * Draws are the particles at the end, with weights; each island is a chain. `initial` is not looked at.
 *
 * @see Del Moral, Doucet & Jasra, J. R. Stat. Soc. B 68, 411 (2006); Jasra, Stephens, Doucet & Tsagaris, Scand. J. Stat. 38, 1 (2011),
 *   for levels by effective sample size.
 */
export function sequentialMonteCarloSampler<B>(settings: SequentialMonteCarloSettings): Sampler<B> {
  return {
    sample: (problem) => sample(problem, settings),
    checkTarget: (target) => {
      referenceDistribution(target.space, target.energy, settings.deviation);
      checkKernel(settings.kernel, target);
    },
  };
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: SequentialMonteCarloSettings,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const path = problem.resumeFrom === undefined ? yield* tunedPath(problem, settings) : knownPath(problem, settings);
  if ('stopReason' in path) return await unbegun(problem, settings, path);
  const particles = await Particles.start(problem, settings, path);
  const stopReason = yield* runSteps(problem, {
    from: particles.level,
    stepCount: Number.POSITIVE_INFINITY,
    stepName: 'level',
    interval: 1,
    mostEvaluations: settings.evaluations,
    draws: particles,
    detail: () => particles.detail,
    evaluations: () => particles.evaluations,
    bestEnergy: () => particles.bestEnergy,
    ending: () => (particles.isDone ? 'steps' : undefined),
    advance: (level) => particles.advance(level),
    report: (level) => particles.report(level),
    pack: () => particles.pack(),
  });
  return { ...particles.result(), stopReason, beta: settings.beta };
}

/** Tuning steps between two reports. */
const tuningInterval = 20;

/** Why tuning ended early, and after how many evaluations. */
type Ended = Pick<SamplingResult<unknown>, 'stopReason' | 'evaluations'>;

function pathOf<B>(
  { space, energy }: SamplingProblem<B>,
  { kernel: maker, beta, deviation }: SequentialMonteCarloSettings,
): PathSettings<B> {
  return { space, energy, beta, reference: referenceDistribution(space, energy, deviation), maker };
}

/** The path as the run that was interrupted had tuned it. */
function knownPath<B>(problem: SamplingProblem<B>, settings: SequentialMonteCarloSettings): AnnealingPath<B> {
  // What pack wrote; a checkpoint file is checked as a whole.
  const tuned = problem.resumeFrom!.tuned as unknown as readonly TunedPlace[];
  return new AnnealingPath(pathOf(problem, settings), tuned);
}

/** The path, tuned by streams of its own; or why there is none. */
async function* tunedPath<B>(
  problem: SamplingProblem<B>,
  settings: SequentialMonteCarloSettings,
): AsyncGenerator<SamplingProgress<B>, AnnealingPath<B> | Ended> {
  const { rng, signal } = problem;
  const { islands, particles, evaluations: most = Number.POSITIVE_INFINITY } = settings;
  const count = islands * particles;
  const preparing = AnnealingPath.prepare(pathOf(problem, settings), rng.split(tuningStream), count);
  for (;;) {
    const next = await preparing.next();
    if (next.done === true) return next.value;
    const { done: step, total: stepCount, evaluations } = next.value;
    const progress = { step, stepCount, stepName: 'tuning step', evaluations, bestEnergy: Number.POSITIVE_INFINITY };
    if (evaluations >= most) return { stopReason: 'evaluations', evaluations };
    if (signal?.aborted) return { stopReason: 'cancelled', evaluations };
    if (step % tuningInterval !== 0) continue;
    yield progress;
    if (problem.enough?.(progress)) return { stopReason: 'limit', evaluations };
  }
}

/** What is left of a run that ended while its kernel was tuned. */
async function unbegun<B>(
  { space, rng }: SamplingProblem<B>,
  { beta }: SequentialMonteCarloSettings,
  { stopReason, evaluations }: Ended,
): Promise<SamplingResult<B>> {
  const batch = space.take(await space.random(rng.split(referenceStream), 1), new Int32Array(0));
  const advice = 'raise the limits of the run, or give the kernel its parameters';
  const facts = [{ name: 'levels', value: 0, limit: { low: 1, high: Number.POSITIVE_INFINITY, advice } }];
  return {
    batch,
    energy: new Float64Array(0),
    evaluations,
    stopReason,
    beta,
    trace: new Trace(traceNames).columns(),
    facts,
  };
}

/** Particles on their way. */
class Particles<B> implements DrawSource<B> {
  readonly #problem: SamplingProblem<B>;
  readonly #settings: SequentialMonteCarloSettings;
  readonly #path: AnnealingPath<B>;
  readonly #reference: ReferenceDistribution<B>;
  readonly #trace = new Trace(traceNames);
  #batch: B;
  /** E of each particle. */
  #energy: Float64Array;
  /** ln of the estimate of Z / Z₀ of each island up to the last resampling. */
  #logRatio: Float64Array;
  /** Weights since then. */
  #logWeight: Float64Array;
  #level = 0;
  #place = 0;
  /** Variance of ln Z that the weights alone bring, were particles independent after every move. */
  #weightVariance = 0;
  #evaluations: number;
  #best: number;
  #acceptanceRate = Number.NaN;
  #isWaiting = false;
  /** Row of the reference that each particle comes from. */
  #ancestor: Int32Array;
  /** Greatest correlation of dU/dt before and after the moves of a level. */
  #correlation = 0;
  #leastAcceptance = Number.POSITIVE_INFINITY;
  /** Sums over the levels of the shifts of each followed number. [islands] each */
  #shifts: Float64Array[] = [];

  private constructor(
    problem: SamplingProblem<B>,
    settings: SequentialMonteCarloSettings,
    path: AnnealingPath<B>,
    reference: ReferenceDistribution<B>,
    batch: B,
    energy: Float64Array,
  ) {
    this.#problem = problem;
    this.#settings = settings;
    this.#path = path;
    this.#reference = reference;
    this.#batch = batch;
    this.#energy = energy;
    this.#logRatio = new Float64Array(settings.islands);
    this.#logWeight = new Float64Array(energy.length);
    this.#evaluations = path.evaluations + energy.length;
    this.#ancestor = Int32Array.from(energy.keys());
    this.#best = lowestOf(energy);
  }

  /** Particles of the reference, or those of a checkpoint. */
  static async start<B>(
    problem: SamplingProblem<B>,
    settings: SequentialMonteCarloSettings,
    path: AnnealingPath<B>,
  ): Promise<Particles<B>> {
    const { space, energy, rng, resumeFrom } = problem;
    const { islands, particles, deviation } = settings;
    const count = islands * particles;
    const reference = referenceDistribution(space, energy, deviation);
    const batch =
      resumeFrom === undefined
        ? await reference.draw(rng.split(referenceStream), count)
        : await unpackBatch(space, resumeFrom.batch!);
    const energies = checkedEnergy('energy', await energy.evaluate(batch));
    const started = new Particles(problem, settings, path, reference, batch, energies);
    if (resumeFrom !== undefined) started.#restore(resumeFrom);
    else if (started.#best === Number.POSITIVE_INFINITY) throw noneAllowed();
    return started;
  }

  get level(): number {
    return this.#level;
  }

  get evaluations(): number {
    return this.#evaluations;
  }

  get bestEnergy(): number {
    return this.#best;
  }

  /** How far the particles are, 'β 0.31 of 1'. */
  get detail(): string {
    const { beta } = this.#settings;
    return `β ${Number((this.#place * beta).toPrecision(2))} of ${beta}`;
  }

  get isDone(): boolean {
    return this.#place === 1;
  }

  get isFull(): boolean {
    return false;
  }

  /** Weighs, draws by weight unless this is the end, and moves. */
  async advance(level: number): Promise<void> {
    const { space, energy, rng } = this.#problem;
    let slope = await this.#path.slope(this.#batch);
    const next = nextPlace(slope, this.#settings, this.#place, this.#settings.share);
    this.#logWeight = incrementsOf(slope, next - this.#place);
    this.#weightVariance += 1 / effectiveCount(this.#logWeight) - 1 / slope.length;
    if (next < 1) {
      const means = islandMeans(this.#logWeight, this.#settings);
      this.#logRatio = this.#logRatio.map((sum, island) => sum + means[island]!);
      const rows = resampledRows(this.#logWeight, this.#settings, rng.split(choiceStream).split(level));
      this.#batch = space.take(this.#batch, rows);
      this.#ancestor = rows.map((row) => this.#ancestor[row]!);
      this.#logWeight.fill(0);
      slope = Float64Array.from(rows, (row) => slope[row]!);
    }
    this.#evaluations += slope.length;
    this.#place = next;
    this.#level = level;
    const before = followedNumbers(space, this.#batch, slope);
    const after = await this.#forget(level, slope);
    this.#compare(before, after, next < 1);
    this.#energy = checkedEnergy('energy', await energy.evaluate(this.#batch));
    this.#evaluations += slope.length;
    this.#best = Math.min(this.#best, lowestOf(this.#energy));
    this.#isWaiting = this.isDone;
  }

  report(level: number): void {
    this.#trace.add({
      ...summarise(this.#energy),
      step: level,
      best: this.#best,
      evaluations: this.#evaluations,
      acceptanceRate: this.#acceptanceRate,
      place: this.#place,
      logPartition: this.#reference.logPartition + this.#logRatioWithError().value,
    });
  }

  take(): Draws<B> | undefined {
    if (!this.#isWaiting) return undefined;
    this.#isWaiting = false;
    const { particles } = this.#settings;
    const rowCount = this.#energy.length;
    return {
      batch: this.#batch,
      energy: this.#energy,
      chain: Int32Array.from({ length: rowCount }, (_, row) => Math.floor(row / particles)),
      step: new Int32Array(rowCount).fill(this.#level),
      logWeight: weightsOfAll(this.#logWeight, this.#logRatio, this.#settings),
    };
  }

  result(): Omit<SamplingResult<B>, 'stopReason'> {
    const { value, standardError } = this.#logRatioWithError();
    const result = {
      batch: this.#batch,
      energy: this.#energy,
      evaluations: this.#evaluations,
      trace: this.#trace.columns(),
      facts: this.#facts(),
    };
    if (!this.isDone) return result;
    return { ...result, logPartition: { value: this.#reference.logPartition + value, standardError } };
  }

  pack(): { readonly [key: string]: CheckpointValue } {
    const numbers = [
      this.#level,
      this.#place,
      this.#evaluations,
      this.#best,
      this.#acceptanceRate,
      this.#weightVariance,
      this.#correlation,
      this.#leastAcceptance,
    ];
    return {
      batch: packBatch(this.#problem.space, this.#batch),
      logRatio: this.#logRatio,
      logWeight: this.#logWeight,
      ancestor: this.#ancestor,
      shifts: this.#shifts,
      numbers: Float64Array.from(numbers),
      trace: this.#trace.pack(),
      // Arrays of numbers by name are what a checkpoint holds.
      tuned: this.#path.tuned as readonly unknown[] as CheckpointValue,
    };
  }

  #restore(packed: Readonly<Record<string, CheckpointValue>>): void {
    const [level, place, evaluations, best, acceptanceRate, weightVariance, correlation, leastAcceptance] =
      packed.numbers as Float64Array;
    this.#level = level!;
    this.#place = place!;
    this.#evaluations = evaluations!;
    this.#best = best!;
    this.#acceptanceRate = acceptanceRate!;
    this.#weightVariance = weightVariance!;
    this.#correlation = correlation!;
    this.#leastAcceptance = leastAcceptance!;
    this.#ancestor = packed.ancestor as Int32Array;
    this.#shifts = [...(packed.shifts as readonly Float64Array[])];
    this.#logRatio = packed.logRatio as Float64Array;
    this.#logWeight = packed.logWeight as Float64Array;
    this.#trace.restore(packed.trace!);
  }

  /** Moves at a level until dU/dt is no longer what it was. @returns dU/dt of the particles then. */
  async #forget(level: number, before: Float64Array): Promise<Float64Array> {
    const { moves, repeats = 1 } = this.#settings;
    const { space, rng } = this.#problem;
    const streams = new ChainStreams(rng.split(moveStream), before.length);
    const own = level * repeats * (moves + 1);
    const { kernel, ...start } = await this.#path.startAt(this.#place, streams.at(own), this.#batch);
    this.#evaluations += start.evaluations;
    let { state } = start;
    let accepted = 0;
    for (let repeat = 0; ; repeat++) {
      const first = own + repeat * (moves + 1);
      const chosen = rng.split(renewalStream).split(first);
      state = await moveToReference({ space, reference: this.#reference, kernel }, state, chosen);
      for (let move = 1; move <= moves; move++) {
        const [next, info] = await kernel.step(streams.at(first + move), state, 1);
        state = next;
        this.#evaluations += info.evaluations;
        for (const moved of info.accepted) accepted += moved;
      }
      this.#batch = state.batch;
      const slope = await this.#path.slope(this.#batch);
      this.#evaluations += 2 * before.length;
      const correlation = correlationOf(before, slope);
      if (correlation > mostCorrelation && repeat + 1 < repeats) continue;
      this.#acceptanceRate = accepted / ((repeat + 1) * moves * before.length);
      this.#correlation = Math.max(this.#correlation, correlation);
      this.#leastAcceptance = Math.min(this.#leastAcceptance, this.#acceptanceRate);
      return slope;
    }
  }

  /** What the moves of a level changed. At the last, particles have weights, and no means are kept. */
  #compare(before: readonly Float64Array[], slope: Float64Array, isEven: boolean): void {
    if (!isEven) return;
    const after = followedNumbers(this.#problem.space, this.#batch, slope);
    after.forEach((numbers, i) => {
      const shifts = shiftsOf(before[i]!, numbers, this.#settings);
      const sum = this.#shifts[i];
      this.#shifts[i] = sum === undefined ? shifts : sum.map((value, island) => value + shifts[island]!);
    });
  }

  /**
   * ln(Z / Z₀). A few islands may agree by chance: the error is no less than what the weights alone bring. That of a single island
   * is NaN: what its weights bring leaves out that its particles descend from each other.
   */
  #logRatioWithError(): { readonly value: number; readonly standardError: number } {
    const { value, standardError } = logMeanWithError(this.#logPartitions());
    return { value, standardError: Math.max(standardError, Math.sqrt(this.#weightVariance)) };
  }

  #logPartitions(): Float64Array {
    const last = islandMeans(this.#logWeight, this.#settings);
    return this.#logRatio.map((sum, island) => sum + last[island]!);
  }

  /** Of the followed number that drifts most; NaN where one island leaves it unknown. */
  #drift(): number {
    return this.#shifts.reduce((greatest, shifts) => Math.max(greatest, driftOf(shifts)), 0);
  }

  #facts(): readonly SamplingFact[] {
    const weights = weightsOfAll(this.#logWeight, this.#logRatio, this.#settings);
    const advice = 'too few particles carry weight: take more particles or islands, or more moves at each level';
    const limit = { low: leastSampleSize, high: Number.POSITIVE_INFINITY, advice };
    return [
      { name: 'effective draws by weight', value: effectiveCount(weights), limit },
      { name: 'acceptance rate at the last level', value: this.#acceptanceRate },
      least('least acceptance rate of a level', this.#leastAcceptance, 0.05, moreMoves),
      most('correlation of dU/dt before and after the moves of a level', this.#correlation, mostCorrelation, moreMoves),
      most('drift of means by the moves, in standard errors', this.#drift(), mostDrift, moreMoves),
      least('distinct ancestors', new Set(this.#ancestor).size, 20, 'take more particles, or levels further apart'),
      least('islands', this.#settings.islands, 2, 'take more islands: the error of ln Z is their spread'),
      { name: 'levels', value: this.#level },
    ];
  }
}

/** Of dU/dt before and after the moves of a level: half of what is wrong with the particles is forgotten. */
const mostCorrelation = 0.5;

const moreMoves = 'more moves, a kernel that moves further, or levels closer together (share nearer to 1)';

/** In deviations of a normal: one of 33 numbers lies beyond it in one of 4000 runs in equilibrium. */
const mostDrift = 4.5;

function least(name: string, value: number, low: number, advice: string): SamplingFact {
  return { name, value, limit: { low, high: Number.POSITIVE_INFINITY, advice } };
}

function most(name: string, value: number, high: number, advice: string): SamplingFact {
  return { name, value, limit: { low: 0, high, advice } };
}

function noneAllowed(): ConfigurationError {
  const message = 'all particles of the reference are forbidden; take more of them, or another reference';
  return new ConfigurationError([{ path: ['particles'], message }]);
}

/** The option `repeats` of whatever moves particles along a path. */
export const repeatsOption = z
  .int()
  .min(1)
  .default(20)
  .describe(
    'Times that the moves of a level are made, at most: until the correlation of dU/dt before and after is 0.5',
  );

/** The sampler `sequential-monte-carlo`. */
export const sequentialMonteCarlo = defineSampler({
  name: 'sequential-monte-carlo',
  summary: 'Particles that are weighted, resampled and moved from a known distribution to the target',
  details:
    'Particles begin uniform over sites and bounded axes, normal with the given deviation along others, and are taken to e^(−βE) by ' +
    'levels that choose themselves. Draws carry weights. On its way it estimates ln Z, with a standard error by the spread of the ' +
    'islands. Starting states are not used.',
  reference: 'Del Moral, Doucet & Jasra, J. R. Stat. Soc. B 68, 411 (2006)',
  requires: [],
  yields: 'draws',
  weighted: true,
  options: (refer) =>
    z.strictObject({
      kernel: refer.to('kernel').describe('How particles move at each level'),
      islands: z
        .int()
        .min(1)
        .max(10_000)
        .default(8)
        .describe(
          'Groups of particles that know nothing of each other; with one alone, the error of ln Z is not known',
        ),
      particles: z.int().min(2).max(1_000_000).default(500).describe('Particles of each island'),
      moves: z.int().min(1).default(10).describe('Kernel steps of every particle at each level, at least'),
      repeats: repeatsOption,
      beta: z.number().positive().default(1).describe('Inverse temperature β of the target'),
      share: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.5)
        .describe('Share of effective particles that a level leaves; nearer to 1, more levels'),
      deviation: deviationOption,
      evaluations: z.int().min(1).optional().describe('Energy evaluations after which it ends, without draws'),
    }),
  example: { kernel: 'blocked-gibbs', islands: 8, particles: 500, moves: 10 },
  create: async ({ kernel, ...settings }, parts) =>
    sequentialMonteCarloSampler({ ...settings, kernel: await parts.kernel(kernel) }),
});
