import type { Checkpoint } from './checkpoint.js';
import type { Draws, Sampler, SamplingProblem, SamplingProgress, SamplingResult } from './sampler.js';

/** Chains first … first + count − 1 of a run. */
export interface ChainSpan {
  readonly first: number;
  readonly count: number;
}

/** What some of the chains tell of themselves at a step of which the trace has a row. */
export interface SpanReport {
  readonly step: number;
  /** Of the state of every chain. */
  readonly energy: Float64Array;
  /** Lowest of any state so far. */
  readonly bestEnergy: number;
  readonly evaluations: number;
  /** Steps of the chains since the last report, and how many of them moved. */
  readonly proposed: number;
  readonly accepted: number;
  /** Of ladders of replicas. */
  readonly exchange?: SwapSums;
}

/** Swaps so far, of some ladders. */
export interface SwapSums {
  /** Sums of the probabilities of every pair's swaps, [ladders, pairs], row-major. */
  readonly swaps: Float64Array;
  /** Swap events of every ladder. */
  readonly events: number;
  /** Of all these ladders. */
  readonly roundTrips: number;
}

/** What some of the chains did between two steps. Plain data but for the states of the draws. */
export interface SpanWindow<B> {
  /** Of the steps within that the trace has rows of. */
  readonly reports: readonly SpanReport[];
  readonly draws: Draws<B> | undefined;
  readonly bestEnergy: number;
  readonly evaluations: number;
  /** Where these chains stand at its end. */
  readonly standing: Checkpoint;
}

/** Some of the chains, under way. */
export interface SpanDriver<B> {
  /**
   * Goes on to a step, the last one at most. Calls may be made before earlier ones are answered: they are done in turn.
   *
   * @throws {NonFiniteEnergyError} The first proposed state without a finite energy: which of several chains met one first is
   *   known only where all are driven together.
   */
  advance(step: number): Promise<SpanWindow<B>>;
}

/**
 * Capability: chains that know nothing of each other, so that some of them may be driven in another thread. However they are
 * divided, draws, trace, facts and checkpoints are the same, byte for byte.
 *
 * Where a driver fails, the run goes on from its last checkpoint with all chains together: the same work, with the same failure
 * if it was one of the work.
 */
export interface Divisible<B> extends Sampler<B> {
  /** Chains that can be driven apart; 1 where all must be driven together. */
  readonly chainCount: number;
  /** Some of the chains of a problem: from their start, or from where the checkpoint of all of them stands. */
  span(problem: SamplingProblem<B>, span: ChainSpan): Promise<SpanDriver<B>>;
  /**
   * Samples with chains that are driven apart.
   *
   * @param spans - Drivers of spans of this very problem that follow on each other and cover all chains.
   * @param windowSteps - How far to go in one call from a step; results do not depend on it.
   */
  sampleApart(
    problem: SamplingProblem<B>,
    spans: readonly SpanDriver<B>[],
    windowSteps: () => number,
  ): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>>;
}

export function isDivisible<B>(sampler: Sampler<B>): sampler is Divisible<B> {
  return 'sampleApart' in sampler;
}

/** Spans of about as many chains each that follow on each other, no more of them than chains. */
export function evenSpans(chainCount: number, spanCount: number): readonly ChainSpan[] {
  const count = Math.min(chainCount, spanCount);
  const firstOf = (span: number): number => Math.floor((span * chainCount) / count);
  return Array.from({ length: count }, (_, i) => ({ first: firstOf(i), count: firstOf(i + 1) - firstOf(i) }));
}
