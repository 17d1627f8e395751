/** A 64-bit number as two unsigned 32-bit halves. */
export interface Hash64 {
  readonly low: number;
  readonly high: number;
}

/** First byte of a UTF-8 sequence, by the number of bytes that follow it. */
const leadMarkers = [0x00, 0xc0, 0xe0, 0xf0];

/**
 * 64-bit FNV-1a of a text in UTF-8, in 32-bit halves because doubles hold only 53 bits.
 * Meant for addresses of random streams, where the cipher behind it does the mixing: not a cryptographic hash.
 *
 * @remarks O(length). An unpaired surrogate is encoded by itself, so that different texts stay different.
 * @see Fowler, Noll, Vo & Eastlake, "The FNV non-cryptographic hash algorithm", RFC 9923.
 */
export function hashLabel(label: string): Hash64 {
  const hash = { low: 0x84222325, high: 0xcbf29ce4 };
  for (const character of label) absorbCodePoint(hash, character.codePointAt(0)!);
  return hash;
}

function absorbCodePoint(hash: { low: number; high: number }, code: number): void {
  if (code < 0x80) {
    absorbByte(hash, code);
    return;
  }
  const continuationCount = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  absorbByte(hash, leadMarkers[continuationCount]! | (code >> (6 * continuationCount)));
  for (let shift = 6 * (continuationCount - 1); shift >= 0; shift -= 6)
    absorbByte(hash, 0x80 | ((code >> shift) & 0x3f));
}

/** hash = (hash xor byte) · (2⁴⁰ + 435) mod 2⁶⁴. The partial products stay below 2⁴², so doubles hold them exactly. */
function absorbByte(hash: { low: number; high: number }, byte: number): void {
  const low = (hash.low ^ byte) >>> 0;
  const lowProduct = low * 435;
  hash.high = (hash.high * 435 + Math.floor(lowProduct / 2 ** 32) + (low << 8)) >>> 0;
  hash.low = lowProduct >>> 0;
}
