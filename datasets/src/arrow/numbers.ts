import type { NumberName } from './arrow-field.js';
import { ColumnFault } from './column-fault.js';

const arrayTypes = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export type NumberArray = InstanceType<(typeof arrayTypes)[NumberName]>;

export function bytesPerNumber(number: NumberName): number {
  return arrayTypes[number].BYTES_PER_ELEMENT;
}

/** A view of the bytes where their place in memory allows it, otherwise of a copy. */
export function numberArray<N extends NumberName>(number: N, bytes: Uint8Array): InstanceType<(typeof arrayTypes)[N]> {
  const size = bytesPerNumber(number);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const array = new arrayTypes[number](aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / size);
  // The compiler cannot follow a constructor chosen by a type parameter.
  return array as InstanceType<(typeof arrayTypes)[N]>;
}

/**
 * The numbers as 64-bit floats; the same array where they already are.
 *
 * @param valid - 1 for rows that count; absent where all do.
 * @throws {ColumnFault} a 64-bit integer beyond ±(2⁵³ − 1), which would change.
 */
export function toFloat64(numbers: NumberArray, valid: Uint8Array | undefined): Float64Array {
  if (numbers instanceof Float64Array) return numbers;
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) return exactFloat64(numbers, valid);
  return Float64Array.from(numbers);
}

function exactFloat64(numbers: BigInt64Array | BigUint64Array, valid: Uint8Array | undefined): Float64Array {
  const floats = new Float64Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = Number(numbers[row]!);
    if (!Number.isSafeInteger(value) && valid?.[row] !== 0) {
      throw new ColumnFault(
        row,
        `the 64-bit integer ${numbers[row]} is beyond ±2^53, where floats are inexact; store it as text`,
      );
    }
    floats[row] = value;
  }
  return floats;
}
