/** How the value of a field lies in a file. `text` and `bytes` are delimited; a nested message is one's schema. */
export type ScalarKind = 'int32' | 'int64' | 'uint64' | 'float' | 'double' | 'text' | 'bytes';

interface ValueOfKind {
  readonly int32: number;
  /** The nearest double: beyond 2⁵³ in magnitude the last digits are lost. */
  readonly int64: number;
  readonly uint64: number;
  readonly float: number;
  readonly double: number;
  readonly text: string;
  /** A view of the file, not a copy. */
  readonly bytes: Uint8Array;
}

/** One field of a message. */
export interface FieldSchema {
  readonly number: number;
  readonly kind: ScalarKind | MessageSchema;
  readonly repeated: boolean;
}

/** A message of protobuf: its name, for error messages, and its fields. */
export interface MessageSchema {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldSchema>>;
}

type Value<K> = K extends ScalarKind ? ValueOfKind[K] : K extends MessageSchema ? MessageOf<K> : never;
type Content<F> = F extends { readonly kind: infer K; readonly repeated: infer R }
  ? R extends true
    ? readonly Value<K>[]
    : Value<K> | undefined
  : never;

/** The value of a message: what is not repeated may be absent. */
export type MessageOf<M extends MessageSchema> = { readonly [K in keyof M['fields']]: Content<M['fields'][K]> };

/** A field that stands at most once. */
export function one<const K extends ScalarKind | MessageSchema>(number: number, kind: K) {
  return { number, kind, repeated: false } as const;
}

/** A field that may stand any number of times. */
export function many<const K extends ScalarKind | MessageSchema>(number: number, kind: K) {
  return { number, kind, repeated: true } as const;
}
