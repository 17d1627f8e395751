import type { Attributes } from '../graph/tensor.js';
import { fileType } from './element-types.js';
import { fileFault } from './file-fault.js';
import type { FileLimits } from './file-limits.js';
import type { AttributeMessage } from './onnx-messages.js';
import { type ElementBudget, readTensor } from './read-tensor.js';

type AttributeValue = Attributes[string];

/** AttributeProto.AttributeType, by the numbers of onnx.proto. */
export const attributeKinds = { float: 1, int: 2, text: 3, tensor: 4, floats: 6, ints: 7, texts: 8 } as const;

/** A node that holds a graph of its own, which graphs here do not: `If`, `Loop`, `Scan`. */
export function hasSubgraph(attributes: readonly AttributeMessage[]): boolean {
  return attributes.some(({ g, graphs }) => g !== undefined || graphs.length > 0);
}

/**
 * Attributes of a node by name.
 *
 * @throws {ConfigurationError} One has no name, stands twice, or is of a kind that no operator here takes.
 */
export function readAttributes(
  messages: readonly AttributeMessage[],
  place: string,
  limits: FileLimits,
  budget: ElementBudget,
): Attributes {
  const attributes = new Map<string, AttributeValue>();
  for (const message of messages) {
    const { name = '' } = message;
    if (name === '') throw fileFault(place, 'an attribute has no name');
    const own = `${place}, attribute '${name}'`;
    if (attributes.has(name)) throw fileFault(own, 'it stands twice');
    attributes.set(name, normalised(name, readAttribute(message, own, limits, budget)));
  }
  // Object.fromEntries defines own properties, so that no name reaches a prototype.
  return Object.fromEntries(attributes);
}

/** The types that `Cast` and others name by number, brought to those that graphs hold: any real type is float32 here. */
function normalised(name: string, value: AttributeValue): AttributeValue {
  if ((name !== 'to' && name !== 'dtype') || typeof value !== 'number') return value;
  const held = fileType(value)?.held;
  if (held === 'real') return 1;
  return held === 'integer' ? 7 : value;
}

function readAttribute(
  message: AttributeMessage,
  place: string,
  limits: FileLimits,
  budget: ElementBudget,
): AttributeValue {
  if (message.reference !== undefined) throw fileFault(place, 'it refers to a function, which is not read');
  switch (message.type ?? kindByContent(message)) {
    case attributeKinds.float:
      return message.f ?? 0;
    case attributeKinds.int:
      return message.i ?? 0;
    case attributeKinds.text:
      return text(message.s ?? new Uint8Array());
    case attributeKinds.tensor:
      if (message.t === undefined) throw fileFault(place, 'its tensor is missing');
      return readTensor(message.t, place, limits, budget);
    case attributeKinds.floats:
      return message.floats;
    case attributeKinds.ints:
      return message.ints;
    case attributeKinds.texts:
      return message.strings.map(text);
    default:
      throw fileFault(place, `it is of kind ${message.type ?? 'unknown'}, which no operator here takes`);
  }
}

/** Files of the first versions tell the kind by what is there. */
function kindByContent({ f, i, s, t, floats, ints, strings }: AttributeMessage): number | undefined {
  if (f !== undefined) return attributeKinds.float;
  if (i !== undefined) return attributeKinds.int;
  if (s !== undefined) return attributeKinds.text;
  if (t !== undefined) return attributeKinds.tensor;
  if (floats.length > 0) return attributeKinds.floats;
  if (ints.length > 0) return attributeKinds.ints;
  return strings.length > 0 ? attributeKinds.texts : undefined;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
