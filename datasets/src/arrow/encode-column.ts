import type { Column } from '@basin/core';
import { encodeTexts } from './texts.js';
import { packBits } from './validity.js';

/** One column as a record batch holds it: its nodes (rows and nulls) and its buffers, in Arrow's order. */
export interface EncodedColumn {
  readonly nodes: readonly { readonly rows: number; readonly nulls: number }[];
  readonly buffers: readonly Uint8Array[];
}

const none = new Uint8Array(0);

/** Lays a column out as Arrow does; numbers are not copied. */
export function encodeColumn(column: Column, rows: number): EncodedColumn {
  switch (column.type) {
    case 'text': {
      const { bytes, offsets, valid } = encodeTexts(column.values);
      return flat(rows, valid, [bytesOf(offsets), bytes]);
    }
    case 'vector':
      return {
        nodes: [
          { rows, nulls: 0 },
          { rows: rows * column.width, nulls: 0 },
        ],
        buffers: [none, none, bytesOf(column.values)],
      };
    case 'bytes':
      return flat(rows, undefined, [column.values]);
    case 'bool':
      return flat(rows, column.valid, [packBits(column.values)]);
    default:
      return flat(rows, column.valid, [bytesOf(column.values)]);
  }
}

function flat(rows: number, valid: Uint8Array | undefined, values: readonly Uint8Array[]): EncodedColumn {
  const nulls = valid === undefined ? 0 : valid.reduce((sum, flag) => sum + (flag === 0 ? 1 : 0), 0);
  const bits = valid === undefined || nulls === 0 ? none : packBits(valid);
  return { nodes: [{ rows, nulls }], buffers: [bits, ...values] };
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
