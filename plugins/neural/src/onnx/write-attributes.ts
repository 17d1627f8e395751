import type { Precision } from '@basin/core';
import type { Attributes, ConstantValues } from '../graph/tensor.js';
import { fileType, writtenType } from './element-types.js';
import type { PartialMessage } from './encode-message.js';
import type { attributeMessage } from './onnx-messages.js';
import { attributeKinds } from './read-attributes.js';
import { writeTensor } from './write-tensor.js';

type AttributeMessage = PartialMessage<typeof attributeMessage>;

/** Standard attributes that are real numbers, whatever their value; all others that are numbers are integers. */
const realAttributes: ReadonlySet<string> = new Set([
  'alpha',
  'beta',
  'bias',
  'epsilon',
  'gamma',
  'lambd',
  'momentum',
  'ratio',
  'value_float',
  'value_floats',
]);

/** Attributes in the kinds that ONNX gives them, by name. */
export function writeAttributes(attributes: Attributes, precision: Precision): AttributeMessage[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, ...contentOf(name, value, precision) }));
}

function contentOf(name: string, value: Attributes[string], precision: Precision): AttributeMessage {
  if (typeof value === 'number') return numberOf(name, value, precision);
  if (typeof value === 'string') return { s: bytesOf(value), type: attributeKinds.text };
  if (isTensor(value))
    return { t: writeTensor(undefined, value.type ?? 'real', value, precision), type: attributeKinds.tensor };
  if (isTexts(value)) return { strings: value.map(bytesOf), type: attributeKinds.texts };
  if (realAttributes.has(name)) return { floats: value, type: attributeKinds.floats };
  return { ints: value, type: attributeKinds.ints };
}

function numberOf(name: string, value: number, precision: Precision): AttributeMessage {
  if (realAttributes.has(name)) return { f: value, type: attributeKinds.float };
  // What is cast to a real is cast to the file's reals.
  const isReal = name === 'to' && fileType(value)?.held === 'real';
  return { i: isReal ? writtenType('real', precision) : value, type: attributeKinds.int };
}

function isTensor(value: Attributes[string]): value is ConstantValues {
  return typeof value === 'object' && 'shape' in value;
}

function isTexts(value: readonly number[] | readonly string[]): value is readonly string[] {
  return typeof value[0] === 'string';
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
