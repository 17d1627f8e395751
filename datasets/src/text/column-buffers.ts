import type { Column, ColumnField, Columns } from '@basin/core';

/** Where a text reader puts the values of one column until a batch is full. Every row must be put before it is taken. */
export interface ColumnBuffer {
  readonly field: ColumnField;
  /** Stores a number, or a truth as 0 or 1. `component` counts within a vector. */
  putNumber(row: number, value: number, component: number): void;
  putText(row: number, text: string | null): void;
  /** NaN in floats and vectors, null in text, invalid elsewhere. */
  putMissing(row: number): void;
  /** The first rows as a column of their own. */
  take(rows: number): Column;
}

/** A buffer for the field's type: 'float64', 'int32', 'uint8', 'bool', 'text' or 'vector'. */
function columnBuffer(field: ColumnField, capacity: number): ColumnBuffer {
  switch (field.type) {
    case 'float64':
    case 'vector':
      return new FloatBuffer(field, capacity);
    case 'text':
      return new TextBuffer(field);
    default:
      return new WholeBuffer(field, capacity);
  }
}

class FloatBuffer implements ColumnBuffer {
  readonly field: ColumnField;
  readonly #width: number;
  readonly #values: Float64Array;

  constructor(field: ColumnField, capacity: number) {
    this.field = field;
    this.#width = field.width ?? 1;
    this.#values = new Float64Array(capacity * this.#width);
  }

  putNumber(row: number, value: number, component: number): void {
    this.#values[row * this.#width + component] = value;
  }

  putText(): void {}

  putMissing(row: number): void {
    this.#values.fill(Number.NaN, row * this.#width, (row + 1) * this.#width);
  }

  take(rows: number): Column {
    const values = this.#values.slice(0, rows * this.#width);
    return this.field.type === 'vector' ? { type: 'vector', values, width: this.#width } : { type: 'float64', values };
  }
}

class WholeBuffer implements ColumnBuffer {
  readonly field: ColumnField;
  readonly #values: Int32Array;
  readonly #valid: Uint8Array;

  constructor(field: ColumnField, capacity: number) {
    this.field = field;
    this.#values = new Int32Array(capacity);
    this.#valid = new Uint8Array(capacity);
  }

  putNumber(row: number, value: number): void {
    this.#values[row] = value;
    this.#valid[row] = 1;
  }

  putText(): void {}

  putMissing(row: number): void {
    this.#values[row] = 0;
    this.#valid[row] = 0;
  }

  take(rows: number): Column {
    const values = this.#values.slice(0, rows);
    const valid = this.#valid.slice(0, rows);
    const known = valid.includes(0) ? { valid } : {};
    if (this.field.type === 'int32') return { type: 'int32', values, ...known };
    const type = this.field.type === 'bool' ? 'bool' : 'uint8';
    return { type, values: Uint8Array.from(values), ...known };
  }
}

class TextBuffer implements ColumnBuffer {
  readonly field: ColumnField;
  #values: (string | null)[] = [];

  constructor(field: ColumnField) {
    this.field = field;
  }

  putNumber(): void {}

  putText(row: number, text: string | null): void {
    this.#values[row] = text;
  }

  putMissing(row: number): void {
    this.#values[row] = null;
  }

  take(rows: number): Column {
    const values = this.#values.slice(0, rows);
    this.#values = [];
    return { type: 'text', values };
  }
}

/** Gathers rows into batches. A row is there once it is committed; until then its values may be put again. */
export class BatchAssembler {
  readonly buffers: readonly ColumnBuffer[];
  readonly #batchSize: number;
  #row = 0;
  #full: Columns[] = [];

  constructor(fields: readonly ColumnField[], batchSize: number) {
    this.buffers = fields.map((field) => columnBuffer(field, batchSize));
    this.#batchSize = batchSize;
  }

  /** Where the next row's values go. */
  get row(): number {
    return this.#row;
  }

  commit(): void {
    this.#row++;
    if (this.#row === this.#batchSize) this.finish();
  }

  /** Makes a batch of the rows that are left. */
  finish(): void {
    if (this.#row === 0) return;
    this.#full.push(Object.fromEntries(this.buffers.map((buffer) => [buffer.field.name, buffer.take(this.#row)])));
    this.#row = 0;
  }

  /** Batches that became full since the last call. */
  takeFull(): readonly Columns[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }
}
