import type { ElementType } from '../graph/tensor.js';

/** An element type of ONNX: TensorProto.DataType. */
export interface FileType {
  /** Number in files. */
  readonly code: number;
  readonly name: string;
  /** What graphs hold it as; absent where they cannot. */
  readonly held?: ElementType;
  /** Bytes of an element of raw data. */
  readonly width: number;
  /** Reads an element of raw data, little-endian. */
  read(view: DataView, offset: number): number;
}

/** Half precision, from its 16 bits. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function fromBrainFloat(bits: number): number {
  word.setUint16(2, bits, true);
  word.setUint16(0, 0, true);
  return word.getFloat32(0, true);
}

/** Real numbers of 16 bits by their bits, as files hold them in `int32_data`. */
export const sixteenBits: Readonly<Record<number, (bits: number) => number>> = { 10: fromHalf, 16: fromBrainFloat };

/** What the numbers 1 to 16 mean. Texts and complex numbers are known by name, and cannot be held. */
export const fileTypes: readonly FileType[] = [
  { code: 1, name: 'float32', held: 'real', width: 4, read: (view, offset) => view.getFloat32(offset, true) },
  { code: 2, name: 'uint8', held: 'integer', width: 1, read: (view, offset) => view.getUint8(offset) },
  { code: 3, name: 'int8', held: 'integer', width: 1, read: (view, offset) => view.getInt8(offset) },
  { code: 4, name: 'uint16', held: 'integer', width: 2, read: (view, offset) => view.getUint16(offset, true) },
  { code: 5, name: 'int16', held: 'integer', width: 2, read: (view, offset) => view.getInt16(offset, true) },
  { code: 6, name: 'int32', held: 'integer', width: 4, read: (view, offset) => view.getInt32(offset, true) },
  { code: 7, name: 'int64', held: 'integer', width: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  { code: 8, name: 'string', width: 0, read: () => Number.NaN },
  { code: 9, name: 'bool', held: 'boolean', width: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
  { code: 10, name: 'float16', held: 'real', width: 2, read: (view, offset) => fromHalf(view.getUint16(offset, true)) },
  { code: 11, name: 'float64', held: 'real', width: 8, read: (view, offset) => view.getFloat64(offset, true) },
  { code: 12, name: 'uint32', held: 'integer', width: 4, read: (view, offset) => view.getUint32(offset, true) },
  {
    code: 13,
    name: 'uint64',
    held: 'integer',
    width: 8,
    read: (view, offset) => Number(view.getBigUint64(offset, true)),
  },
  { code: 14, name: 'complex64', width: 8, read: () => Number.NaN },
  { code: 15, name: 'complex128', width: 16, read: () => Number.NaN },
  {
    code: 16,
    name: 'bfloat16',
    held: 'real',
    width: 2,
    read: (view, offset) => fromBrainFloat(view.getUint16(offset, true)),
  },
];

const byCode = new Map(fileTypes.map((type) => [type.code, type]));

/** The type of a number in a file; undefined if it is none that is known. */
export function fileType(code: number): FileType | undefined {
  return byCode.get(code);
}

/** How a graph's types are written, integers as int64. */
export function writtenType(type: ElementType, precision: 'float32' | 'float64'): number {
  if (type === 'boolean') return 9;
  if (type === 'integer') return 7;
  return precision === 'float32' ? 1 : 11;
}
