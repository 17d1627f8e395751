import { isAscii, isUtf8 } from 'node:buffer';
import { ColumnFault } from './column-fault.js';

/**
 * Decodes UTF-8 texts that lie one behind the other.
 *
 * @param bytes - The text of all rows.
 * @param offsets - Where in `bytes` each row begins, and where the last one ends: rows + 1 of them.
 * @param valid - 0 for rows that are null; absent where none are.
 * @throws {ColumnFault} offsets that run backwards or outside of `bytes`, or text that is not UTF-8.
 * @remarks Each text owns its memory: keeping one keeps no batch.
 */
export function decodeTexts(bytes: Uint8Array, offsets: Int32Array | Float64Array, valid: Uint8Array | undefined) {
  const rows = offsets.length - 1;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = isAscii(buffer) ? 'latin1' : 'utf8';
  const isWellFormed = encoding === 'latin1' || (isUtf8(buffer) && !cutsCharacters(buffer, offsets));
  const texts = new Array<string | null>(rows);
  for (let row = 0; row < rows; row++) {
    const start = offsets[row]!;
    const end = offsets[row + 1]!;
    if (!(start >= 0 && end >= start && end <= bytes.length)) {
      throw new ColumnFault(row, `its text claims bytes ${start} to ${end} of ${bytes.length}`);
    }
    if (valid?.[row] === 0) texts[row] = null;
    else if (isWellFormed || isUtf8(buffer.subarray(start, end))) texts[row] = buffer.toString(encoding, start, end);
    else throw new ColumnFault(row, 'its text is not UTF-8');
  }
  return texts;
}

/** Whether an offset points into the middle of a character, that is, to a continuation byte 10xxxxxx. */
function cutsCharacters(bytes: Uint8Array, offsets: Int32Array | Float64Array): boolean {
  return offsets.some((offset) => ((bytes[offset] ?? 0) & 0xc0) === 0x80);
}

/** UTF-8 of texts one behind the other, and where each begins and the last one ends. Null takes no bytes. */
export interface EncodedTexts {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  /** 1 where a row holds a text; absent where all do. */
  readonly valid: Uint8Array | undefined;
}

const encoder = new TextEncoder();

/**
 * Encodes all texts in one pass; lone surrogates become U+FFFD.
 *
 * @throws {RangeError} more than about 500 million characters.
 */
export function encodeTexts(texts: readonly (string | null)[]): EncodedTexts {
  const bytes = encoder.encode(texts.join(''));
  const offsets = new Int32Array(texts.length + 1);
  let length = 0;
  let valid: Uint8Array | undefined;
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    if (text === null) {
      valid ??= new Uint8Array(texts.length).fill(1);
      valid[row] = 0;
    } else length += text.length;
    offsets[row + 1] = length;
  }
  if (length === bytes.length) return { bytes, offsets, valid };
  return { ...encodeBeyondAscii(texts, bytes), valid };
}

function encodeBeyondAscii(texts: readonly (string | null)[], joined: Uint8Array) {
  const offsets = new Int32Array(texts.length + 1);
  for (let row = 0; row < texts.length; row++) {
    offsets[row + 1] = offsets[row]! + Buffer.byteLength(texts[row] ?? '');
  }
  // Halves of a surrogate pair in neighbouring texts would join into one character: then each text is encoded by itself.
  const isJoinedRight = offsets[texts.length] === joined.length;
  return { bytes: isJoinedRight ? joined : Buffer.concat(texts.map((text) => Buffer.from(text ?? ''))), offsets };
}
