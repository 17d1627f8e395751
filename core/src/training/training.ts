import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import type { Checkpoint } from '../sampler/checkpoint.js';
import type { Columns } from '../state/columns.js';
import type { TrainingSet, TrainingSubject } from './trainer.js';

/** What is to be learned, and from where. */
export interface TrainingProblem<B> extends TrainingSubject<B> {
  /** Examples that are only looked at: they decide when to stop. */
  readonly heldOut?: TrainingSet<B> | undefined;
  readonly rng: Rng;
  readonly signal: CancellationSignal | undefined;
  /** Where an earlier run of the same problem stood. */
  readonly resumeFrom?: Checkpoint | undefined;
  /** Asked after every step: true ends the work ('limit'). */
  readonly enough?: ((progress: TrainingProgress) => boolean) | undefined;
}

export interface TrainingProgress {
  readonly step: number;
  readonly stepCount: number;
  /** Passes over the examples so far, with fractions. */
  readonly epoch: number;
  /** Of the last step: the trainer's, the regularisers', 'gradientNorm' before clipping, and 'rate'. */
  readonly figures: Readonly<Record<string, number>>;
  readonly evaluations: number;
  /** Times that training went back to the last good step. */
  readonly recoveries: number;
  checkpoint(): Checkpoint;
}

/** A time at which training had diverged, and went back. */
export interface Recovery {
  readonly step: number;
  /** The good step that it went back to. */
  readonly to: number;
  readonly reason: string;
}

export interface TrainingResult {
  /** The parameters to keep: averaged, or those that did best on what was held out. The energy holds them too. */
  readonly parameters: Float64Array;
  /** The trainer's own parameters that belong to them, by name: 'logPartition'. */
  readonly own: Readonly<Record<string, number>>;
  readonly stopReason: 'steps' | 'patience' | 'diverged' | 'cancelled' | 'limit';
  /** The step whose parameters these are. */
  readonly step: number;
  /**
   * One row a reported step: 'step', 'epoch', every figure, 'heldOut' where it was looked at (else NaN). Steps that were undone by a
   * recovery are left out.
   */
  readonly course: Columns;
  readonly recoveries: readonly Recovery[];
  readonly evaluations: number;
  /** What must be known of how the result was come by: sentences without a full stop. */
  readonly notes: readonly string[];
}
