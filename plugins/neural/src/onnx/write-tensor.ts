import type { Precision } from '@basin/core';
import type { ConstantValues, ElementType } from '../graph/tensor.js';
import { writtenType } from './element-types.js';
import { nearestInt64, type PartialMessage } from './encode-message.js';
import type { tensorMessage } from './onnx-messages.js';

/** Numbers as a TensorProto with raw bytes, little-endian; reals in the precision that is asked for, integers as int64. */
export function writeTensor(
  name: string | undefined,
  type: ElementType,
  { shape, values }: ConstantValues,
  precision: Precision,
): PartialMessage<typeof tensorMessage> {
  return { dims: shape, dataType: writtenType(type, precision), name, rawData: rawBytes(type, values, precision) };
}

function rawBytes(type: ElementType, values: Float64Array, precision: Precision): Uint8Array {
  if (type === 'boolean') return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
  const width = type === 'real' && precision === 'float32' ? 4 : 8;
  const view = new DataView(new ArrayBuffer(values.length * width));
  values.forEach((value, index) => {
    if (type === 'integer') view.setBigInt64(index * 8, nearestInt64(value), true);
    else if (width === 4) view.setFloat32(index * 4, value, true);
    else view.setFloat64(index * 8, value, true);
  });
  return new Uint8Array(view.buffer);
}
