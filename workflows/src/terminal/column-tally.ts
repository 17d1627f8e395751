import { type Column, type ColumnField, type ColumnType, columnLength } from '@basin/core';

/** More distinct texts than this are counted no further, so that memory stays bounded. */
export const distinctLimit = 10_000;

/** What one pass over a column tells. Vectors and bytes are taken value by value. */
export interface ColumnSummary {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  readonly description?: string;
  readonly missing: number;
  /** Finite values only; undefined where there is none, and for text. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly mean?: number;
  /** Values that are infinite, as a forbidden state's energy is. */
  readonly infinite?: number;
  /** Distinct texts, or `distinctLimit` where there are at least so many. */
  readonly distinct?: number;
  readonly distinctIsAtLeast?: boolean;
}

/** Summarises one column in one pass and constant memory. */
export class ColumnTally {
  readonly #field: ColumnField;
  readonly #texts = new Set<string>();
  #missing = 0;
  #infinite = 0;
  #count = 0;
  #mean = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;

  constructor(field: ColumnField) {
    this.#field = field;
  }

  add(column: Column): void {
    if (column.type === 'text') this.#addTexts(column.values);
    else this.#addNumbers(column);
  }

  summary(): ColumnSummary {
    const { name, type, unit, description } = this.#field;
    const common = {
      name,
      type,
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
      missing: this.#missing,
    };
    if (type === 'text') {
      const distinct = this.#texts.size;
      return { ...common, distinct, distinctIsAtLeast: distinct >= distinctLimit };
    }
    if (this.#count === 0) return { ...common, infinite: this.#infinite };
    const moments = { minimum: this.#minimum, maximum: this.#maximum, mean: this.#mean };
    return { ...common, infinite: this.#infinite, ...moments };
  }

  #addTexts(values: readonly (string | null)[]): void {
    for (const value of values) {
      if (value === null) this.#missing++;
      else if (this.#texts.size < distinctLimit) this.#texts.add(value);
    }
  }

  #addNumbers(column: Exclude<Column, { type: 'text' }>): void {
    const { values } = column;
    const valid = 'valid' in column ? column.valid : undefined;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if ((valid !== undefined && valid[i] === 0) || Number.isNaN(value)) this.#missing++;
      else if (!Number.isFinite(value)) this.#infinite++;
      else this.#addNumber(value);
    }
  }

  /** The running mean cannot overflow where a sum would. */
  #addNumber(value: number): void {
    this.#count++;
    this.#mean += (value - this.#mean) / this.#count;
    if (value < this.#minimum) this.#minimum = value;
    if (value > this.#maximum) this.#maximum = value;
  }
}

/** Adds the values of a column to `counts`, equal bins between `minimum` and `maximum`, the last one closed. */
export function countIntoBins(column: Column, minimum: number, maximum: number, counts: Float64Array): void {
  if (column.type === 'text') return;
  const valid = 'valid' in column ? column.valid : undefined;
  const scale = counts.length / (maximum - minimum);
  for (let i = 0; i < column.values.length; i++) {
    const value = column.values[i]!;
    if ((valid !== undefined && valid[i] === 0) || !(value >= minimum && value <= maximum)) continue;
    counts[Math.min(counts.length - 1, Math.floor((value - minimum) * scale))]!++;
  }
}

/** One row's value of a column, for showing. */
export function valueAt(column: Column, row: number): number | string | boolean | readonly number[] | null {
  if (row >= columnLength(column)) return null;
  switch (column.type) {
    case 'text':
      return column.values[row] ?? null;
    case 'vector':
    case 'bytes':
      return Array.from(column.values.subarray(row * column.width, (row + 1) * column.width));
    case 'bool':
      return column.valid?.[row] === 0 ? null : column.values[row] !== 0;
    default: {
      const value = column.values[row]!;
      return column.valid?.[row] === 0 || Number.isNaN(value) ? null : value;
    }
  }
}
