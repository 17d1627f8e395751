import type { Reference } from '../extension/definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { SamplingTarget } from '../sampler/sampler.js';
import type { SamplerTraits } from '../sampler/sampler-definition.js';

/** What a step may use before any step has run: all that it would create itself, but no rows. */
export interface RehearsalContext {
  /** Of the step. */
  readonly name: string;
  /** Whether it takes rows from another step. */
  readonly hasInput: boolean;
  /** Space and energy, with the energy's terms where they are known. */
  target(): Promise<SamplingTarget<unknown>>;
  samplerTraits(reference: Reference<'sampler'>): SamplerTraits;
  /** Creates a sampler. @throws {ConfigurationError} It cannot be, or finds in space and energy not what it needs. */
  checkSampler(reference: Reference<'sampler'>): Promise<void>;
  /** Creates an estimator. @throws {ConfigurationError} It cannot be, or finds in space and energy not what it needs. */
  checkPartition(reference: Reference<'partition'>, beta: number): Promise<void>;
}

/** Looks at one thing that must fit; a DesignError that it throws is a fault of the workflow file. */
export type RehearsalCheck = () => Awaitable<void>;
