import type { Energy } from '../energy/energy.js';
import { type Brand, brand, type DefinitionCommon, type Reference } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { EnergyNeed, KernelMaker } from '../kernel/kernel-definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';

/** What an estimator is asked: ln Z(β) = ln Σₓ e^(−βE(x)), an integral where the space is continuous. */
export interface PartitionProblem<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** Finite, ≥ 0. */
  readonly beta: number;
  readonly rng: Rng;
  readonly signal: CancellationSignal | undefined;
}

/** What is known of a problem before any work. */
export type PartitionTarget<B> = Pick<PartitionProblem<B>, 'space' | 'energy' | 'beta'>;

/** ln Z with how far to trust it. */
export interface PartitionEstimate {
  readonly logPartition: number;
  /** 0 where the value is exact to rounding; NaN where no error can be told. */
  readonly standardError: number;
  /** Where the method gives bounds in expectation, one from each side, as forward and reverse annealed importance sampling do. */
  readonly bracket?: PartitionBracket;
  /** Energy evaluations, one per state. */
  readonly evaluations: number;
  /** What it rests on: 'effective sample size', 'steps'; with a limit where it decides about trust. */
  readonly facts: readonly PartitionFact[];
}

/**
 * An estimate that is too low in expectation and one that is too high, with their standard errors: by chance each may lie on the
 * other side. NaN where no error can be told.
 */
export interface PartitionBracket {
  readonly low: number;
  readonly high: number;
  readonly lowError: number;
  readonly highError: number;
}

/** A number about an estimate, with its allowed range where it decides whether the estimate can be trusted. */
export interface PartitionFact {
  readonly name: string;
  readonly value: number;
  readonly limit?: { readonly low: number; readonly high: number; readonly advice: string };
}

/** How far an estimator is. */
export interface PartitionProgress {
  readonly done: number;
  /** Undefined where it is not known beforehand. */
  readonly total: number | undefined;
  /** What is counted: 'states', 'temperatures'. */
  readonly unit: string;
  /** More that is known of how far it is: 'β 0.31 of 1'. */
  readonly detail?: string;
}

/** Estimates ln Z. Pulling the next progress value runs the next piece; returning ends with the estimate. */
export interface PartitionEstimator {
  estimate<B>(problem: PartitionProblem<B>): AsyncGenerator<PartitionProgress, PartitionEstimate>;
  /**
   * Makes whatever it would make before its first evaluation, and evaluates nothing. Nothing is known to be wrong when absent.
   *
   * @throws {ConfigurationError} What `estimate` would throw: the space or the energy lacks what it needs.
   */
  checkTarget?<B>(target: PartitionTarget<B>): void;
}

/** Creates what an estimator's options refer to. */
export interface PartitionParts {
  kernel(reference: Reference<'kernel'>): Awaitable<KernelMaker>;
}

export interface PartitionSpecification<O> extends DefinitionCommon<O> {
  /** Needs of the energy, beyond those of the kernels that its options refer to. */
  readonly requires: readonly EnergyNeed[];
  create(options: O, parts: PartitionParts): Awaitable<PartitionEstimator>;
}

export type PartitionDefinition<O = unknown> = PartitionSpecification<O> & Brand<'partition'>;

/** The token that modules bind estimators of partition functions to. */
export const PartitionDefinition = extensionPoint<PartitionDefinition>('partition');

export function definePartition<O>(specification: PartitionSpecification<O>): PartitionDefinition<O> {
  return brand('partition', specification);
}
