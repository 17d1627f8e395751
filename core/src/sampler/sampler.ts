import type { Energy } from '../energy/energy.js';
import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import type { Columns } from '../state/columns.js';
import type { StateSpace } from '../state/state-space.js';

/** What a sampler is asked: states of low energy in a space, from given starting states. */
export interface SamplingProblem<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** Starting states; samplers that can start from `space.random` do so when it is absent. */
  readonly initial: B | undefined;
  /** The root stream; a chain takes `rng.split(chain)`. */
  readonly rng: Rng;
  readonly signal: CancellationSignal | undefined;
}

/** How far a sampler is, sent as often as it likes (about once a sweep or generation). */
export interface SamplingProgress {
  readonly step: number;
  /** Steps at most; Infinity where something else ends the work. */
  readonly stepCount: number;
  /** What a step is called: 'generation', 'sweep'. */
  readonly stepName: string;
  /** Energy evaluations so far, one per state. */
  readonly evaluations: number;
  readonly bestEnergy: number;
}

/** Why sampling ended: an expected ending, not an exception. */
export type StopReason = 'steps' | 'evaluations' | 'patience' | 'exhausted' | 'cancelled';

export interface SamplingResult<B> {
  /** The states, best first for optimisers, chain by chain for chains. */
  readonly batch: B;
  readonly energy: Float64Array;
  readonly stopReason: StopReason;
  readonly evaluations: number;
  /** One row per reported step: 'step', 'best', 'mean', 'acceptanceRate', and whatever else the sampler traces (float64). */
  readonly trace: Columns;
}

/** Drives kernels or populations. Pulling the next progress value runs the next step; returning ends with the result. */
export interface Sampler<B> {
  sample(problem: SamplingProblem<B>): AsyncGenerator<SamplingProgress, SamplingResult<B>>;
}
