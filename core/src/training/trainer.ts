import type { Trainable } from '../energy/energy.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { CheckpointValue } from '../sampler/checkpoint.js';
import type { StateSpace } from '../state/state-space.js';

/** What an energy is learned from: a whole table, or a minibatch of it. */
export interface TrainingSet<B> {
  readonly examples: B;
  /** What a supervised trainer is to predict of each example, [examples]; absent where none is needed. */
  readonly targets?: Float64Array | undefined;
  /** Of a minibatch: which of the whole table's examples these are, [examples]. */
  readonly numbers?: Int32Array | undefined;
}

/** What a trainer works on. The energy's parameters change between its steps. */
export interface TrainingSubject<B> {
  readonly space: StateSpace<B>;
  readonly energy: Trainable<B>;
  readonly set: TrainingSet<B>;
}

/** What a trainer says of a minibatch. */
export interface TrainingGradient<B> {
  /** Of what is lowered, with respect to the energy's parameters and then the trainer's own: [parameterCount + own]. */
  readonly gradient: Float64Array;
  /** 'objective' (what is lowered, where it has a value), 'dataEnergy', 'modelEnergy' … one number each; the same names every step. */
  readonly figures: Readonly<Record<string, number>>;
  /** Evaluations of energies, with or without a gradient, one a state. */
  readonly evaluations: number;
  /** States that stand for what the model draws, where the trainer has some: regularisers look at them too. */
  readonly modelStates?: B;
}

/** Where a trainer begins. */
export interface TrainerStart<S> {
  readonly state: S;
  /** Parameters of its own, learned beside the energy's and by the same optimiser: [ownNames.length]. */
  readonly own: Float64Array;
  readonly evaluations: number;
}

/**
 * A way to learn: an estimate of a gradient from a minibatch. Trainers are values, as kernels are: `step` changes neither its state
 * nor itself, and what must be remembered (negative samples) is in the state.
 */
export interface Trainer<S, B> {
  /** What the trainer's own parameters are: 'logPartition'. */
  readonly ownNames: readonly string[];
  /** What whoever reads the results must know of how they were come by: sentences without a full stop. */
  readonly notes: readonly string[];
  init(rng: Rng): Awaitable<TrainerStart<S>>;
  /** @param own - The trainer's own parameters as they are now. */
  step(rng: Rng, state: S, minibatch: TrainingSet<B>, own: Float64Array): Awaitable<readonly [S, TrainingGradient<B>]>;
  /** What is lowered, of examples that were kept out of training; absent where it cannot be told. Same `rng`, same value. */
  heldOut?(rng: Rng, state: S, set: TrainingSet<B>, own: Float64Array): Awaitable<number>;
  pack(state: S): CheckpointValue;
  unpack(packed: CheckpointValue): Awaitable<S>;
}

/** Makes a trainer for a subject, once a run. @throws {ConfigurationError} Space, energy or examples lack what it needs. */
export type TrainerMaker = <B>(subject: TrainingSubject<B>) => Awaitable<Trainer<unknown, B>>;

/** The members of a trainer that remembers nothing between its steps. */
export const withoutMemory = {
  pack: (): CheckpointValue => null,
  unpack: (): null => null,
};
