import { median } from '../numerics/statistics.js';
import type { Columns } from '../state/columns.js';
import type { CheckpointValue } from './checkpoint.js';

/** What a sampler reports of a step, by column. */
export type TraceRow = Readonly<Record<string, number>>;

/**
 * Steps between reports, such that a run has about a thousand of them however long it is, and a hundred where there are so many
 * chains that a report costs as much as their steps.
 */
export function reportInterval(stepCount: number, chainCount = 1): number {
  const reports = Math.min(1000, Math.max(100, 1_000_000 / chainCount));
  return Math.max(1, Math.ceil(stepCount / reports));
}

/** The reports of a run, one row each, with the same columns in all. A value that a row lacks is NaN. */
export class Trace {
  readonly #names: readonly string[];
  readonly #values: number[] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(row: TraceRow): void {
    for (const name of this.#names) this.#values.push(row[name] ?? Number.NaN);
  }

  /** float64 columns. */
  columns(): Columns {
    const width = this.#names.length;
    const rowCount = this.#values.length / width;
    return Object.fromEntries(
      this.#names.map((name, column) => {
        const values = Float64Array.from({ length: rowCount }, (_, row) => this.#values[row * width + column]!);
        return [name, { type: 'float64', values }];
      }),
    );
  }

  pack(): CheckpointValue {
    return Float64Array.from(this.#values);
  }

  /** Goes on after the reports that {@link pack} gave. */
  restore(packed: CheckpointValue): void {
    this.#values.length = 0;
    for (const value of packed as Float64Array) this.#values.push(value);
  }
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

/** @remarks O(n) on average. */
export function summarise(energy: Float64Array): EnergySummary {
  let sum = 0;
  let allowed = 0;
  for (let i = 0; i < energy.length; i++) {
    if (energy[i] === Number.POSITIVE_INFINITY) continue;
    sum += energy[i]!;
    allowed++;
  }
  return { best: lowestOf(energy), mean: sum / allowed, median: median(energy) };
}

/** The lowest of some energies; +Infinity for none. O(n). */
export function lowestOf(energy: Float64Array): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < energy.length; i++) if (energy[i]! < lowest) lowest = energy[i]!;
  return lowest;
}
