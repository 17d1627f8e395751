import type { CheckpointValue } from '../sampler/checkpoint.js';
import type { Columns } from '../state/columns.js';

/** Rows of numbers by name, NaN where a row has none of that name. */
export class Course {
  readonly #columns = new Map<string, number[]>();
  #rowCount = 0;

  static unpack(packed: CheckpointValue): Course {
    const course = new Course();
    // What pack wrote.
    for (const [name, values] of Object.entries(packed as Readonly<Record<string, Float64Array>>)) {
      course.#columns.set(name, [...values]);
      course.#rowCount = values.length;
    }
    return course;
  }

  add(row: Readonly<Record<string, number>>): void {
    for (const name of Object.keys(row)) {
      if (!this.#columns.has(name)) this.#columns.set(name, Array(this.#rowCount).fill(Number.NaN));
    }
    for (const [name, values] of this.#columns) values.push(row[name] ?? Number.NaN);
    this.#rowCount++;
  }

  /** Forgets the rows of steps after `step`. */
  goBackTo(step: number): void {
    const steps = this.#columns.get('step') ?? [];
    const kept = steps.filter((of) => of <= step).length;
    for (const values of this.#columns.values()) values.length = kept;
    this.#rowCount = kept;
  }

  pack(): CheckpointValue {
    return Object.fromEntries(Array.from(this.#columns, ([name, values]) => [name, Float64Array.from(values)]));
  }

  columns(): Columns {
    const entries = Array.from(this.#columns, ([name, values]) => {
      return [name, { type: 'float64', values: Float64Array.from(values) }] as const;
    });
    return Object.fromEntries(entries);
  }
}
