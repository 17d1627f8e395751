import type { ChainState } from '../kernel/kernel.js';
import type { Awaitable } from '../numerics/awaitable.js';
import { concatNumbers } from '../numerics/concat-numbers.js';
import type { StateSpace } from '../state/state-space.js';
import type { Checkpoint } from './checkpoint.js';
import type { ChainSpan, SpanReport } from './divisible.js';
import type { DrawSource } from './draw-block.js';
import type { SamplingFact, SamplingProblem, SamplingTarget } from './sampler.js';
import { type EnergySummary, summarise, type TraceRow } from './trace.js';

/** What a sampler of independent chains does, for all of them or for some: everything that spans are put together by is here. */
export interface ChainWork<B> {
  readonly chainCount: number;
  readonly stepCount: number;
  /** Steps between two rows of the trace. */
  readonly interval: number;
  /** Energy evaluations of all chains after which the work ends. */
  readonly mostEvaluations: number | undefined;
  /** Inverse temperature of the draws. */
  readonly beta: number;
  readonly traceNames: readonly string[];
  /** As `Sampler.checkTarget`. */
  checkTarget(target: SamplingTarget<B>): void;
  /** Some of the chains, at their start or where the problem's checkpoint stands, which is one of all of them. */
  begin(problem: SamplingProblem<B>, span: ChainSpan): Promise<DrivenSpan<B>>;
  /** @param reports - Of all chains at one step, span after span. */
  traceRow(reports: readonly SpanReport[]): TraceRow;
  /** The checkpoint of all chains, of those of spans that follow on each other. */
  join(standings: readonly Checkpoint[]): Checkpoint;
  /** @param standing - Of all chains. */
  facts(standing: Checkpoint): readonly SamplingFact[];
  /** The states of all chains, from their checkpoint. */
  lastStates(space: StateSpace<B>, standing: Checkpoint): Promise<ChainState<B>>;
}

/** Some of the chains under way, step by step. */
export interface DrivenSpan<B> {
  readonly draws: DrawSource<B>;
  evaluations(): number;
  bestEnergy(): number;
  /** The term of the first proposed state without a finite energy; null while there was none. */
  faultyTerm(): string | null;
  /** The states of these chains. */
  states(): ChainState<B>;
  advance(step: number): Awaitable<unknown>;
  report(step: number): SpanReport;
  /** Where these chains stand, without the step and the trace. */
  pack(): Checkpoint;
}

/** What the traces of all samplers of chains have in common. */
export function jointReport(
  reports: readonly SpanReport[],
): EnergySummary & { readonly step: number; readonly evaluations: number; readonly acceptanceRate: number } {
  const sumOf = (read: (report: SpanReport) => number): number =>
    reports.reduce((sum, report) => sum + read(report), 0);
  return {
    ...summarise(concatNumbers(reports.map(({ energy }) => energy))),
    best: lowestBest(reports),
    step: reports[0]!.step,
    evaluations: sumOf(({ evaluations }) => evaluations),
    acceptanceRate: sumOf(({ accepted }) => accepted) / sumOf(({ proposed }) => proposed),
  };
}

/** The lowest energy that any of the spans has seen. */
export function lowestBest(spans: readonly { readonly bestEnergy: number }[]): number {
  return spans.reduce((least, { bestEnergy }) => Math.min(least, bestEnergy), Number.POSITIVE_INFINITY);
}
