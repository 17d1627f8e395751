import { quantileOfSorted } from '../numerics/statistics.js';
import type { Columns } from '../state/columns.js';

/** What a sampler reports of a step, by column. */
export type TraceRow = Readonly<Record<string, number>>;

/** Reports about a thousand rows however long the run is: every `reportInterval(stepCount)`-th step, and the last. */
export function reportInterval(stepCount: number): number {
  return Math.max(1, Math.ceil(stepCount / 1000));
}

/** The float64 columns of rows that all have the same keys. */
export function traceColumns(names: readonly string[], rows: readonly TraceRow[]): Columns {
  return Object.fromEntries(
    names.map((name) => [name, { type: 'float64', values: Float64Array.from(rows, (row) => row[name] ?? Number.NaN) }]),
  );
}

/** Best, mean and median of some states' energies. */
export interface EnergySummary {
  /** +Infinity for no states. */
  readonly best: number;
  /** Of the allowed states; NaN where there are none. */
  readonly mean: number;
  /** Of all states: +Infinity where most are forbidden. NaN for no states. */
  readonly median: number;
}

/** @remarks O(n log n). */
export function summarise(energy: Float64Array): EnergySummary {
  return summariseSorted(energy.slice().sort());
}

/** @param energy - Ascending. @remarks O(n). */
export function summariseSorted(energy: Float64Array): EnergySummary {
  let sum = 0;
  let allowed = 0;
  while (allowed < energy.length && energy[allowed] !== Number.POSITIVE_INFINITY) sum += energy[allowed++]!;
  return { best: energy[0] ?? Number.POSITIVE_INFINITY, mean: sum / allowed, median: quantileOfSorted(energy, 0.5) };
}
