import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { fileFault } from './file-fault.js';
import type { FieldSchema, MessageOf, MessageSchema, ScalarKind } from './message-schema.js';

const wireOf: Readonly<Record<ScalarKind, WireType>> = {
  int32: WireType.Varint,
  int64: WireType.Varint,
  uint64: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
  text: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
};

/** Counts what is read down to nothing. */
interface Budget {
  items: number;
}

/**
 * Reads a message of protobuf.
 *
 * @param itemLimit - The most messages, texts and numbers that it may hold, those nested in it counted in.
 * @returns Fields by name; repeated ones as arrays. Fields that the schema does not name are left out. Bytes are views of `bytes`.
 * @throws {ConfigurationError} The bytes break off, a length points beyond its message, a field has another wire type than its
 *   kind, or there are too many items; it names message and field.
 * @remarks Nesting is as deep as the schema, whatever the file says.
 */
export function decodeMessage<M extends MessageSchema>(schema: M, bytes: Uint8Array, itemLimit: number): MessageOf<M> {
  return decode(schema, bytes, { items: itemLimit }, schema.name) as MessageOf<M>;
}

function decode(schema: MessageSchema, bytes: Uint8Array, budget: Budget, place: string): Record<string, unknown> {
  const names = fieldNames(schema);
  const message = emptyMessage(schema);
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wire] = guarded(place, () => reader.tag());
    const name = names.get(number);
    if (name === undefined) guarded(place, () => reader.skip(wire, number));
    else readField(reader, wire, schema.fields[name]!, message, name, budget, `${place}.${name}`);
    if (reader.pos > reader.len) throw fileFault(place, 'the file breaks off here');
  }
  return message;
}

function readField(
  reader: BinaryReader,
  wire: WireType,
  { kind, repeated }: FieldSchema,
  message: Record<string, unknown>,
  name: string,
  budget: Budget,
  place: string,
): void {
  const values = repeated ? (message[name] as unknown[]) : [];
  if (typeof kind !== 'string') {
    spend(budget, place);
    checkWire(wire, WireType.LengthDelimited, place);
    const content = guarded(place, () => reader.bytes());
    values.push(decode(kind, content, budget, repeated ? `${place}[${values.length}]` : place));
  } else if (repeated && wire === WireType.LengthDelimited && wireOf[kind] !== wire) {
    readPacked(new BinaryReader(guarded(place, () => reader.bytes())), kind, values, budget, place);
  } else {
    spend(budget, place);
    checkWire(wire, wireOf[kind], place);
    values.push(guarded(place, () => readScalar(reader, kind)));
  }
  if (!repeated) message[name] = values[0];
}

function readPacked(reader: BinaryReader, kind: ScalarKind, values: unknown[], budget: Budget, place: string): void {
  while (reader.pos < reader.len) {
    spend(budget, place);
    values.push(guarded(place, () => readScalar(reader, kind)));
    if (reader.pos > reader.len) throw fileFault(place, 'the file breaks off here');
  }
}

function readScalar(reader: BinaryReader, kind: ScalarKind): number | string | Uint8Array {
  switch (kind) {
    case 'int32':
      return reader.int32();
    case 'int64':
      return Number(reader.int64());
    case 'uint64':
      return Number(reader.uint64());
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    case 'text':
      return reader.string();
    case 'bytes':
      return reader.bytes();
  }
}

/** The reader of the wire format raises plain errors: they become ours, with the place. */
function guarded<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw fileFault(place, `the file is broken here: ${(error as Error).message}`);
  }
}

function spend(budget: Budget, place: string): void {
  budget.items -= 1;
  if (budget.items < 0) throw fileFault(place, 'the file holds more messages and numbers than are read');
}

function checkWire(came: WireType, wanted: WireType, place: string): void {
  if (came !== wanted) throw fileFault(place, `the file is broken here: wire type ${came} instead of ${wanted}`);
}

function emptyMessage(schema: MessageSchema): Record<string, unknown> {
  const entries = Object.entries(schema.fields).map(([name, { repeated }]) => [name, repeated ? [] : undefined]);
  return Object.fromEntries(entries);
}

const knownNames = new WeakMap<MessageSchema, ReadonlyMap<number, string>>();

function fieldNames(schema: MessageSchema): ReadonlyMap<number, string> {
  const known = knownNames.get(schema);
  if (known !== undefined) return known;
  const names = new Map(Object.entries(schema.fields).map(([name, { number }]) => [number, name]));
  knownNames.set(schema, names);
  return names;
}
