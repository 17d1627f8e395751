import { type Column, type Columns, columnLength } from './columns.js';

/** The rows of several sets of columns of one schema, one after the other. */
export function concatColumns(pieces: readonly Columns[]): Columns {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first ?? {};
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, concatColumn(pieces.map((piece) => piece[name]!))]),
  );
}

function concatColumn(parts: readonly Column[]): Column {
  const [first] = parts as readonly [Column, ...Column[]];
  switch (first.type) {
    case 'text':
      return { type: 'text', values: parts.flatMap(({ values }) => values as readonly (string | null)[]) };
    case 'float64':
      return { type: 'float64', values: joined(parts, Float64Array), ...joinedValid(parts) };
    case 'vector':
      return { type: 'vector', values: joined(parts, Float64Array), width: first.width };
    case 'int32':
      return { type: 'int32', values: joined(parts, Int32Array), ...joinedValid(parts) };
    case 'bytes':
      return { type: 'bytes', values: joined(parts, Uint8Array), width: first.width };
    case 'uint8':
    case 'bool':
      return { type: first.type, values: joined(parts, Uint8Array), ...joinedValid(parts) };
  }
}

type Numbers = Float64Array | Int32Array | Uint8Array;

function joined<A extends Numbers>(parts: readonly Column[], make: new (length: number) => A): A {
  const whole = new make(parts.reduce((length, { values }) => length + values.length, 0));
  let offset = 0;
  for (const { values } of parts) {
    whole.set(values as Numbers, offset);
    offset += values.length;
  }
  return whole;
}

function joinedValid(parts: readonly Column[]): { valid?: Uint8Array } {
  const validities = parts.map((part) => ('valid' in part ? part.valid : undefined));
  if (validities.every((valid) => valid === undefined)) return {};
  const whole = new Uint8Array(parts.reduce((length, part) => length + columnLength(part), 0)).fill(1);
  let offset = 0;
  for (const [i, part] of parts.entries()) {
    const valid = validities[i];
    if (valid !== undefined) whole.set(valid, offset);
    offset += columnLength(part);
  }
  return { valid: whole };
}
