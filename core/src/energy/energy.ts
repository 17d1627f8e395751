import type { Awaitable } from '../numerics/awaitable.js';

/**
 * A scalar function of states, evaluated a batch at a time. Lower is better.
 * +Infinity forbids a state; NaN or −Infinity is an error that names the term.
 * A *property* has the same shape but is a number with a unit; an objective turns it into an energy, and NaN there marks a row
 * for which the property is not defined.
 */
export interface Energy<B> {
  /** @returns One value per row. */
  evaluate(batch: B): Awaitable<Float64Array>;
}

export type Property<B> = Energy<B>;

/** Energy and gradient of every row in one pass. `gradient` has the layout of the batch, row-major. */
export interface ValueAndGradient {
  readonly energy: Float64Array;
  readonly gradient: Float64Array;
}

/** Capability: ∂E/∂x. */
export interface Differentiable<B> extends Energy<B> {
  evaluateWithGradient(batch: B): Awaitable<ValueAndGradient>;
}

/** A term of an energy with everything below it: what each candidate pays, and for what. */
export interface TermTree {
  /** Name in the workflow file, or the operator or extension name. Unique among its siblings. */
  readonly name: string;
  /** Weight in the parent; 1 at the root. */
  readonly weight: number;
  /** How the children are joined; 'leaf' where there are none. */
  readonly join: 'leaf' | 'all' | 'any' | 'not';
  /** Energy of each row before the parent's weight. */
  readonly energy: Float64Array;
  /** For a property with an objective: the property's value and unit. */
  readonly value?: Float64Array;
  readonly unit?: string;
  readonly terms: readonly TermTree[];
}

/** Capability: named terms. One pass gives energy and terms; the root's `energy` equals `evaluate`. */
export interface Decomposable<B> extends Energy<B> {
  evaluateTerms(batch: B): Awaitable<TermTree>;
}

/**
 * Capability: the change of energy when row r of `from` becomes row r of `to`, in O(change) where the energy can.
 * Rows of `from` have finite energies; +Infinity says that the row of `to` is forbidden.
 */
export interface Local<B> extends Energy<B> {
  difference(from: B, to: B): Awaitable<Float64Array>;
}

/** Capability: a flat parameter vector and ∂E/∂θ summed over rows with weights. */
export interface Trainable<B> extends Energy<B> {
  readonly parameters: Float64Array;
  parameterGradient(batch: B, rowWeights: Float64Array): Awaitable<Float64Array>;
}

export function isDifferentiable<B>(energy: Energy<B>): energy is Differentiable<B> {
  return 'evaluateWithGradient' in energy;
}

export function isDecomposable<B>(energy: Energy<B>): energy is Decomposable<B> {
  return 'evaluateTerms' in energy;
}

export function isLocal<B>(energy: Energy<B>): energy is Local<B> {
  return 'difference' in energy;
}

export function isTrainable<B>(energy: Energy<B>): energy is Trainable<B> {
  return 'parameterGradient' in energy;
}
