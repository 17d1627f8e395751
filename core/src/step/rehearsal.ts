import type { Reference } from '../extension/definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { SamplingTarget } from '../sampler/sampler.js';
import type { SamplerTraits } from '../sampler/sampler-definition.js';

/** What a step may use before any step has run: all that it would create itself, but no rows. */
export interface RehearsalContext {
  /** Of the step. */
  readonly name: string;
  /** Steps that it takes rows from. */
  readonly inputCount: number;
  /** Columns that hold the states; undefined where the space does not tell before it is created. */
  readonly stateColumns: readonly string[] | undefined;
  /** Space and energy, with the energy's terms where they are known. */
  target(): Promise<SamplingTarget<unknown>>;
  samplerTraits(reference: Reference<'sampler'>): SamplerTraits;
  /** Creates a sampler. @throws {ConfigurationError} It cannot be, or finds in space and energy not what it needs. */
  checkSampler(reference: Reference<'sampler'>): Promise<void>;
  /** Creates an estimator. @throws {ConfigurationError} It cannot be, or finds in space and energy not what it needs. */
  checkPartition(reference: Reference<'partition'>, beta: number): Promise<void>;
  /**
   * Creates a trainer.
   *
   * @param hasTargets - Whether there is something to predict of each example.
   * @throws {ConfigurationError} It cannot be, finds in space and energy not what it needs, or has no use for targets, or needs them.
   */
  checkTrainer(reference: Reference<'trainer'>, hasTargets: boolean): Promise<void>;
}

/** Looks at one thing that must fit; a DesignError that it throws is a fault of the workflow file. */
export type RehearsalCheck = () => Awaitable<void>;
