import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FieldSchema, MessageOf, MessageSchema, ScalarKind } from './message-schema.js';

/** A message to write: what is absent is left out. */
export type PartialMessage<M extends MessageSchema> = {
  readonly [K in keyof MessageOf<M>]?: PartialContent<MessageOf<M>[K], M['fields'][K]> | undefined;
};
type PartialContent<V, F> = F extends { readonly kind: infer K extends MessageSchema; readonly repeated: infer R }
  ? R extends true
    ? readonly PartialMessage<K>[]
    : PartialMessage<K>
  : V;

const largestInt64 = 2n ** 63n - 1n;

/** Writes a message of protobuf, fields in the order of its schema: equal messages are equal bytes. */
export function encodeMessage<M extends MessageSchema>(schema: M, message: PartialMessage<M>): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, schema, message as Readonly<Record<string, unknown>>);
  return writer.finish();
}

function writeFields(writer: BinaryWriter, schema: MessageSchema, message: Readonly<Record<string, unknown>>): void {
  for (const [name, field] of Object.entries(schema.fields)) {
    const content = message[name];
    if (content === undefined) continue;
    for (const value of field.repeated ? (content as readonly unknown[]) : [content]) writeField(writer, field, value);
  }
}

function writeField(writer: BinaryWriter, { number, kind }: FieldSchema, value: unknown): void {
  if (typeof kind === 'string') {
    writeScalar(writer, number, kind, value);
    return;
  }
  writer.tag(number, WireType.LengthDelimited).fork();
  // The schema tells that the value is a message.
  writeFields(writer, kind, value as Readonly<Record<string, unknown>>);
  writer.join();
}

function writeScalar(writer: BinaryWriter, number: number, kind: ScalarKind, value: unknown): void {
  switch (kind) {
    case 'int32':
      writer.tag(number, WireType.Varint).int32(value as number);
      return;
    case 'int64':
    case 'uint64':
      writer.tag(number, WireType.Varint).int64(nearestInt64(value as number));
      return;
    case 'float':
      writer.tag(number, WireType.Bit32).float(Math.fround(value as number));
      return;
    case 'double':
      writer.tag(number, WireType.Bit64).double(value as number);
      return;
    case 'text':
      writer.tag(number, WireType.LengthDelimited).string(value as string);
      return;
    case 'bytes':
      writer.tag(number, WireType.LengthDelimited).bytes(value as Uint8Array);
      return;
  }
}

/** The integer nearest to a number that 64 bits with a sign can hold: ends of slices are often the largest there is. */
export function nearestInt64(value: number): bigint {
  const integer = BigInt(Math.trunc(value));
  if (integer > largestInt64) return largestInt64;
  return integer < -largestInt64 - 1n ? -largestInt64 - 1n : integer;
}
