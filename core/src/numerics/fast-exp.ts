/** Steps of the table between powers of two. */
const stepCount = 128;

/** Bits behind the point of the integers that the table is made from. */
const fixedBits = 160n;
const one = 1n << fixedBits;

/** ln 2 = Σ 1/(k 2ᵏ). */
const ln2 = sumOf((k) => (one >> BigInt(k)) / BigInt(k));

/** ln 2 / 128 in two parts; the first has 32 bits, so that its product with a number of steps is exact. */
const stepHigh = Number(ln2 >> (fixedBits - 32n)) / 2 ** 39;
const stepLow = lowPart(ln2, 128 * stepHigh) / stepCount;
const stepsPerUnit = 1 / fromFixed(ln2 / BigInt(stepCount));

/** Added and taken away again, it rounds to an integer. */
const roundingShift = 1.5 * 2 ** 52;

/** 2^(j/128) in two parts: the nearest double, and what is left. */
const tableHigh = new Float64Array(stepCount);
const tableLow = new Float64Array(stepCount);
const stepPower = expFixed(ln2 / BigInt(stepCount));
for (let j = 0, power = one; j < stepCount; j++, power = (power * stepPower) >> fixedBits) {
  tableHigh[j] = fromFixed(power);
  tableLow[j] = lowPart(power, tableHigh[j]!);
}

/** 2^(j/128) and, beside it, what is left of it: [128, 2], for those that compute e^x elsewhere with the same bits. */
export function exponentialTable(): Float64Array {
  return Float64Array.from({ length: 2 * stepCount }, (_, i) => (i % 2 === 0 ? tableHigh : tableLow)[i >> 1]!);
}

const leastExponent = -1022;
const powersOfTwo = normalPowersOfTwo();

/**
 * e^x, within 0.51 units of the last place where the result is a normal number, and 1 where it is smaller. The same bits on every
 * engine, which Math.exp does not promise. NaN gives NaN.
 *
 * @remarks x = (128 k + j) ln 2 / 128 + r: 2ᵏ and 2^(j/128) from tables, and e^r by five terms of its series.
 * @see Tang, ACM Trans. Math. Softw. 15, 144 (1989).
 */
export function fastExp(x: number): number {
  return x > -708 && x < 709 ? scaledExp(x, 0) : extremeExp(x);
}

/** e^x · 2^shift, where that is a normal number and x · 128 / ln 2 is no large one. */
function scaledExp(x: number, shift: number): number {
  const steps = x * stepsPerUnit + roundingShift - roundingShift;
  const r = x - steps * stepHigh - steps * stepLow;
  const index = steps | 0;
  const high = tableHigh[index & (stepCount - 1)]!;
  const grown = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const power = powersOfTwo[(index >> 7) + shift - leastExponent]!;
  return (high + (tableLow[index & (stepCount - 1)]! + high * grown)) * power;
}

/** Where the result may be no normal number: it is made so by a power of two, which is taken away last. */
function extremeExp(x: number): number {
  if (x >= 710) return Number.POSITIVE_INFINITY;
  if (x >= 709) return scaledExp(x, -64) * 2 ** 64;
  if (x > -746) return scaledExp(x, 64) * 2 ** -64;
  return x < 0 ? 0 : Number.NaN;
}

/** 2^(i − 1022), by doubling: powers of an engine need not be exact. */
function normalPowersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[0] = 2.2250738585072014e-308;
  for (let i = 1; i < powers.length; i++) powers[i] = 2 * powers[i - 1]!;
  return powers;
}

function expFixed(x: bigint): bigint {
  let term = one;
  const following = (k: number): bigint => {
    term = ((term * x) >> fixedBits) / BigInt(k);
    return term;
  };
  return one + sumOf(following);
}

/** The sum of the terms from 1 until they vanish. */
function sumOf(term: (k: number) => bigint): bigint {
  let sum = 0n;
  for (let k = 1; ; k++) {
    const next = term(k);
    if (next === 0n) return sum;
    sum += next;
  }
}

function fromFixed(value: bigint): number {
  return Number(value) * 2 ** -Number(fixedBits);
}

/** What is left of a value when its leading part is taken away. */
function lowPart(value: bigint, high: number): number {
  return fromFixed(value - BigInt(high * 2 ** Number(fixedBits)));
}
