const zero = 48;
const nine = 57;
const minus = 45;
const plus = 43;
const point = 46;
const lowerE = 0x65;

/** Powers of ten that a float holds exactly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const infinity = /^([+-]?)inf(inity)?$/i;
const missing = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None']);

/** Whether a cell of a number column says that there is no number. */
export function isMissingNumber(text: string): boolean {
  return missing.has(text);
}

/**
 * The number that a whole text is, in decimal notation, or ±inf.
 *
 * @returns undefined where it is none: empty, hexadecimal, with a unit, …
 */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const sign = infinity.exec(text)?.[1];
  if (sign === undefined) return undefined;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/**
 * Reads bytes as a decimal number: what `parseNumber` takes, ±inf left aside, without a string where that is exact. Up to 15 digits
 * and powers of ten up to 10²² are exact floats, so one division rounds correctly.
 *
 * @returns NaN where the bytes are anything else, a missing number included.
 * @see Clinger, How to read floating point numbers accurately, PLDI 1990.
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start];
  let at = first === minus || first === plus ? start + 1 : start;
  let digits = 0;
  let decimals = -1;
  let mantissa = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= zero && byte <= nine) {
      mantissa = 10 * mantissa + (byte - zero);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (byte === point && decimals < 0) decimals = 0;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < end) return hasExponent(bytes, at, end) ? Number(bytes.toString('latin1', start, end)) : Number.NaN;
  if (digits > 15) return Number(bytes.toString('latin1', start, end));
  const magnitude = decimals > 0 ? mantissa / powersOfTen[decimals]! : mantissa;
  return first === minus ? -magnitude : magnitude;
}

/** Whether an 'e', a sign or none, and digits are all that is left. */
function hasExponent(bytes: Buffer, at: number, end: number): boolean {
  if ((bytes[at]! | 0x20) !== lowerE) return false;
  const sign = bytes[at + 1];
  let digit = sign === minus || sign === plus ? at + 2 : at + 1;
  if (digit >= end) return false;
  while (digit < end && bytes[digit]! >= zero && bytes[digit]! <= nine) digit++;
  return digit === end;
}
