import type { BatchBody } from './batch-body.js';

/**
 * Unpacks a run of bits, least significant first, into one byte each.
 *
 * @param bytes - Bits, the first of them within the first byte.
 * @param firstBit - 0 … 7.
 */
export function unpackBits(bytes: Uint8Array, firstBit: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const bit = firstBit + index;
    out[index] = (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  return out;
}

/** Packs bytes (0 or not) into bits, least significant first. */
export function packBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array((flags.length + 7) >> 3);
  for (let index = 0; index < flags.length; index++) {
    if (flags[index] !== 0) bits[index >> 3]! |= 1 << (index & 7);
  }
  return bits;
}

/** Bits `start` … of a buffer, one byte each. @throws {RangeError} the buffer is shorter. */
export async function readBits(body: BatchBody, region: number, start: number, count: number): Promise<Uint8Array> {
  const firstByte = start >> 3;
  const lastByte = (start + count + 7) >> 3;
  return unpackBits(await body.read(region, firstByte, lastByte - firstByte), start & 7, count);
}

/** 1 for each row that holds a value, or undefined where all do. */
export async function readValidity(body: BatchBody, region: number, start: number, count: number) {
  if (count === 0 || body.length(region) === 0) return undefined;
  const valid = await readBits(body, region, start, count);
  return valid.includes(0) ? valid : undefined;
}
