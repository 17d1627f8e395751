import { DesignError } from '../errors/design-error.js';
import type { Checkpoint, CheckpointValue } from './checkpoint.js';

/** Raised when checkpoints are written otherwise; a file of another number is refused. */
const formatVersion = 1;

/** The key that marks what JSON has no word for. */
const mark = '$';

const arrayTypes = { float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;
type ArrayTypeName = keyof typeof arrayTypes;

/**
 * A checkpoint as JSON text, which {@link parseCheckpoint} gives back bit by bit: typed arrays as base64 of their bytes (little
 * end first, as every machine that runs this keeps them), and numbers that JSON does not know by name.
 *
 * @throws {RangeError} An object has the key '$', which is taken.
 */
export function serialiseCheckpoint(checkpoint: Checkpoint): string {
  return JSON.stringify({ version: formatVersion, checkpoint: written(checkpoint) });
}

/** @throws {DesignError} The text is no checkpoint: cut off, changed, or of another version. */
export function parseCheckpoint(text: string): Checkpoint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new DesignError('the checkpoint is cut off or damaged: it is no JSON', { cause });
  }
  if (!isRecord(parsed) || parsed.version !== formatVersion || !isRecord(parsed.checkpoint)) {
    throw new DesignError(`the checkpoint is not one of format version ${formatVersion}`);
  }
  // An object without marks is read as an object.
  return read(parsed.checkpoint) as Checkpoint;
}

function written(value: CheckpointValue): unknown {
  if (typeof value === 'number') return isPlain(value) ? value : { [mark]: 'number', text: textOf(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(written);
  for (const [name, type] of Object.entries(arrayTypes)) {
    if (value instanceof type) return { [mark]: name, bytes: toBase64(bytesOf(value)) };
  }
  const entries = Object.entries(value as { readonly [key: string]: CheckpointValue });
  if (entries.some(([key]) => key === mark)) throw new RangeError(`a checkpoint cannot hold the key '${mark}'`);
  return Object.fromEntries(entries.map(([key, inner]) => [key, written(inner)]));
}

function read(value: unknown): CheckpointValue {
  if (Array.isArray(value)) return value.map(read);
  // What is left of JSON beside objects are values as they are.
  if (!isRecord(value)) return value as CheckpointValue;
  if (value[mark] === 'number') return Number(value.text);
  if (value[mark] !== undefined) return readArray(String(value[mark]), String(value.bytes));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, read(inner)]));
}

function readArray(name: string, text: string): CheckpointValue {
  if (!Object.hasOwn(arrayTypes, name)) throw new DesignError(`the checkpoint has an array of unknown type '${name}'`);
  const type = arrayTypes[name as ArrayTypeName];
  const bytes = fromBase64(text);
  if (bytes.length % type.BYTES_PER_ELEMENT !== 0) throw new DesignError('the checkpoint has an array that is cut off');
  return new type(bytes.buffer);
}

/** Whether JSON keeps the number: it knows neither −0 nor what is not finite. */
function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function textOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of RFC 4648, with padding. */
function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const third = left > 1 ? digits[(word >>> 6) & 63]! : '=';
    const fourth = left > 2 ? digits[word & 63]! : '=';
    pieces.push(digits[word >>> 18]! + digits[(word >>> 12) & 63]! + third + fourth);
  }
  return pieces.join('');
}

/** @throws {DesignError} The text is no base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0) throw new DesignError('the checkpoint has an array that is cut off');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    let word = 0;
    for (let j = 0; j < 4; j++) word = (word << 6) | digitOf(text, i + j, text.length - padding);
    // Bytes beyond the end are dropped by the array.
    for (let j = 0; j < 3; j++) bytes[at + j] = (word >>> (16 - 8 * j)) & 255;
  }
  return bytes;
}

function digitOf(text: string, at: number, end: number): number {
  if (at >= end) return 0;
  const value = digits.indexOf(text[at]!);
  if (value < 0) throw new DesignError(`the checkpoint has an array with the character '${text[at]}'`);
  return value;
}
