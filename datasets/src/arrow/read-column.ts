import type { Column } from '@basin/core';
import type { ArrowField, ArrowLayout } from './arrow-field.js';
import type { BatchBody } from './batch-body.js';
import { ColumnFault } from './column-fault.js';
import { bytesPerNumber, type NumberArray, numberArray, toFloat64 } from './numbers.js';
import { type ColumnPlace, type RowWindow, readTexts } from './read-texts.js';
import { dayTexts, timestampTexts } from './times.js';
import { readBits, readValidity } from './validity.js';

/** The dictionaries seen so far, by their number in the file. */
export type Dictionaries = ReadonlyMap<number, readonly (string | null)[]>;

/**
 * Reads some rows of one column. Numbers are views of the file's bytes where type and alignment allow; null becomes NaN in floats
 * (and 0 in `valid`), null in text, and NaN in vectors.
 *
 * @throws {ColumnFault | RangeError} a value that the column cannot hold, or buffers that contradict the header.
 */
export async function readColumn(
  { layout, column }: ArrowField,
  body: BatchBody,
  place: ColumnPlace,
  window: RowWindow,
  dictionaries: Dictionaries,
): Promise<Column> {
  const valid = await readValidity(body, place.region, window.start, window.count);
  switch (layout.kind) {
    case 'number': {
      const numbers = await readNumbers(body, layout.number, place.region + 1, window, 1);
      return numberColumn(column.type, numbers, valid);
    }
    case 'bool':
      return {
        type: 'bool',
        values: await readBits(body, place.region + 1, window.start, window.count),
        ...known(valid),
      };
    case 'vector':
      return readVectors(body, layout, place, window, valid);
    case 'bytes':
      return readFixedBytes(body, layout.width, place, window, valid);
    case 'timestamp': {
      const times = await readNumbers(body, 'int64', place.region + 1, window, 1);
      return { type: 'text', values: timestampTexts(times, layout.unit, layout.zoned, valid) };
    }
    case 'day':
      return { type: 'text', values: dayTexts(await readNumbers(body, 'int32', place.region + 1, window, 1), valid) };
    case 'dictionary': {
      const indices = await readNumbers(body, layout.index, place.region + 1, window, 1);
      return { type: 'text', values: lookUp(indices, dictionaries.get(layout.id), valid) };
    }
    default:
      return { type: 'text', values: await readTexts(body, layout, place, window, valid) };
  }
}

async function readNumbers<N extends Parameters<typeof bytesPerNumber>[0]>(
  body: BatchBody,
  number: N,
  region: number,
  { start, count }: RowWindow,
  width: number,
) {
  const rowBytes = bytesPerNumber(number) * width;
  return numberArray(number, await body.read(region, start * rowBytes, count * rowBytes));
}

function numberColumn(type: Column['type'], numbers: NumberArray, valid: Uint8Array | undefined): Column {
  if (type === 'uint8' && numbers instanceof Uint8Array) return { type, values: numbers, ...known(valid) };
  if (type === 'int32') return { type, values: toInt32(numbers), ...known(valid) };
  const values = toFloat64(numbers, valid);
  if (valid !== undefined) markMissing(values, valid);
  return { type: 'float64', values, ...known(valid) };
}

function markMissing(values: Float64Array, valid: Uint8Array): void {
  for (let row = 0; row < values.length; row++) if (valid[row] === 0) values[row] = Number.NaN;
}

function toInt32(numbers: NumberArray): Int32Array {
  return numbers instanceof Int32Array ? numbers : Int32Array.from(numbers as Int16Array);
}

/** A list of fixed size has a validity of its own, then the validity and the values of its items. */
async function readVectors(
  body: BatchBody,
  { number, width }: Extract<ArrowLayout, { kind: 'vector' }>,
  { region }: ColumnPlace,
  window: RowWindow,
  valid: Uint8Array | undefined,
): Promise<Column> {
  const values = toFloat64(await readNumbers(body, number, region + 2, window, width), undefined);
  const validItems = await readValidity(body, region + 1, window.start * width, window.count * width);
  if (valid !== undefined || validItems !== undefined) {
    for (let index = 0; index < values.length; index++) {
      const isMissing = validItems?.[index] === 0 || valid?.[Math.floor(index / width)] === 0;
      if (isMissing) values[index] = Number.NaN;
    }
  }
  return { type: 'vector', values, width };
}

async function readFixedBytes(
  body: BatchBody,
  width: number,
  { region }: ColumnPlace,
  { start, count }: RowWindow,
  valid: Uint8Array | undefined,
): Promise<Column> {
  if (valid !== undefined)
    throw new ColumnFault(valid.indexOf(0), 'it is null; columns of bytes have no place for null');
  return { type: 'bytes', values: await body.read(region + 1, start * width, count * width), width };
}

function lookUp(
  indices: NumberArray,
  texts: readonly (string | null)[] = [],
  valid: Uint8Array | undefined,
): (string | null)[] {
  return Array.from({ length: indices.length }, (_, row) => {
    if (valid?.[row] === 0) return null;
    const text = texts[Number(indices[row])];
    if (text === undefined) {
      throw new ColumnFault(row, `it points to text ${indices[row]} of a dictionary of ${texts.length}`);
    }
    return text;
  });
}

function known(valid: Uint8Array | undefined) {
  return valid === undefined ? {} : { valid };
}
