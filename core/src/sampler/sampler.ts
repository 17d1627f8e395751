import type { Energy, TermTree } from '../energy/energy.js';
import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import type { Columns } from '../state/columns.js';
import type { StateSpace } from '../state/state-space.js';
import type { Checkpoint } from './checkpoint.js';

/** What is known of a problem before any work: the space, the energy, and the terms that the energy will have. */
export interface SamplingTarget<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** The energy's terms of no states; absent where only evaluating it tells them. */
  readonly terms?: TermTree | undefined;
}

/** What a sampler is asked: states of low energy in a space, from given starting states. */
export interface SamplingProblem<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** Starting states; samplers that can start from `space.random` do so when it is absent. */
  readonly initial: B | undefined;
  /** The root stream; a chain takes `rng.split(chain)`. */
  readonly rng: Rng;
  readonly signal: CancellationSignal | undefined;
  /** Where an earlier run of the same problem stood; `initial` is not looked at then. */
  readonly resumeFrom?: Checkpoint | undefined;
  /**
   * Asked with the progress so far after every step that could be the last, and after what is sent of it: true ends the work
   * ('limit'). Time and diagnostics.
   */
  readonly enough?: ((progress: SamplingProgress) => boolean) | undefined;
  /** Progress is also sent after every so manieth step, whatever a run's other progress depends on. */
  readonly progressEvery?: number | undefined;
}

/** Draws of π, as they come. Warm-up, hot replicas and rejected proposals are never among them. */
export interface Draws<B> {
  readonly batch: B;
  readonly energy: Float64Array;
  /** Chain of each row. */
  readonly chain: Int32Array;
  /** Step at which each row was drawn, from 1. */
  readonly step: Int32Array;
  /** ln of each row's importance weight, where draws are weighted (sequential Monte Carlo); absent where all count alike. */
  readonly logWeight?: Float64Array;
}

/** How far a sampler is, sent as often as it likes (about once a sweep or generation). */
export interface SamplingProgress<B = unknown> {
  readonly step: number;
  /** Steps at most; Infinity where something else ends the work. */
  readonly stepCount: number;
  /** What a step is called: 'generation', 'sweep'. */
  readonly stepName: string;
  /** What else is known of how far it is, where steps do not tell: 'β 0.31 of 1'. */
  readonly detail?: string;
  /** Energy evaluations so far, one per state. */
  readonly evaluations: number;
  readonly bestEnergy: number;
  /** Threads that work on it; 1 when absent. */
  readonly threads?: number;
  /** Draws since the last progress; whoever drives the sampler takes them, for they are not sent again. */
  readonly draws?: Draws<B>;
  /** Where the sampler stands now. Packs when called, so it costs nothing where nobody asks; only before the next pull. */
  checkpoint?(): Checkpoint;
}

/** Why sampling ended: an expected ending, not an exception. */
export type StopReason = 'steps' | 'evaluations' | 'patience' | 'exhausted' | 'cancelled' | 'limit' | 'converged';

/** A number that a sampler found about its own run, for the certificate: a swap rate, a step size, divergences. */
export interface SamplingFact {
  /** 'acceptance rate', 'divergent transitions'. */
  readonly name: string;
  readonly value: number;
  /** Where the number says whether the run can be trusted: the allowed range, and what to do when it is outside. */
  readonly limit?: { readonly low: number; readonly high: number; readonly advice: string };
  /** Divergences: said of numbers within the limit that are not 0; they fail where R̂ does, and tell why. */
  readonly isTrouble?: boolean;
}

export interface SamplingResult<B> {
  /** Optimisers: the designs, best first. Samplers that send draws: the last state of each chain. */
  readonly batch: B;
  readonly energy: Float64Array;
  readonly stopReason: StopReason;
  readonly evaluations: number;
  /** Inverse temperature of the draws; absent where they are none. */
  readonly beta?: number;
  /** One row per reported step: 'step', 'best', 'mean', 'acceptanceRate', and whatever else the sampler traces (float64). */
  readonly trace: Columns;
  readonly facts?: readonly SamplingFact[];
  /** ln ∫ e^(−βE) where the sampler estimates it on its way, with its standard error. */
  readonly logPartition?: { readonly value: number; readonly standardError: number };
}

/** Drives kernels or populations. Pulling the next progress value runs the next step; returning ends with the result. */
export interface Sampler<B> {
  sample(problem: SamplingProblem<B>): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>>;
  /**
   * Makes whatever it would make for this space and energy before its first evaluation, and evaluates nothing. Nothing is known
   * to be wrong when absent.
   *
   * @throws {ConfigurationError} What \`sample\` would throw: the space or the energy lacks what it needs.
   */
  checkTarget?(target: SamplingTarget<B>): void;
}
