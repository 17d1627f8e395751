import { describe, expect, it } from 'vitest';
import { fastExp } from './fast-exp.js';
import { randomStream } from './random-stream.js';

const bits = 1200n;

/** A double as an integer multiple of 2^−1200, exactly. */
function exactly(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  const magnitude =
    exponent === 0n ? fraction << (bits - 1074n) : (fraction + (1n << 52n)) << (bits - 1075n + exponent);
  return word >> 63n === 0n ? magnitude : -magnitude;
}

/** e^x times 2^1200: the series of e^(x/4096), squared twelve times. */
function exactExp(x: number): bigint {
  const guard = 1300n;
  const small = (exactly(x) << (guard - bits)) >> 12n;
  let term = 1n << guard;
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = ((term * small) / k) >> guard;
  }
  for (let i = 0; i < 12; i++) sum = (sum * sum) >> guard;
  return sum >> (guard - bits);
}

/** Distance of a positive double from the exact value, in units of its last place. */
function unitsOff(found: number, exact: bigint): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(found)));
  const unit = 1n << (bits + BigInt(exponent) - 52n);
  return Number(((exactly(found) - exact) * 1_000_000n) / unit) / 1_000_000;
}

describe('fastExp', () => {
  it.each([
    [0, 1],
    [-0, 1],
    [1, Math.E],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
    // The last x with a finite, a normal and a positive e^x, and the ones after them: facts of binary64.
    [709.782712893384, 1.7976931348622732e308],
    [709.7827128933841, Number.POSITIVE_INFINITY],
    [-745.1332191019411, 5e-324],
    [-745.1332191019412, 0],
    [1e300, Number.POSITIVE_INFINITY],
    [-1e300, 0],
  ])('of %d is %d', (x, expected) => {
    expect(fastExp(x)).toBe(expected);
  });

  it('is within 0.51 units of the last place of the exact value, everywhere that it is normal', () => {
    const rng = randomStream(1, 'exp');
    let worst = 0;
    for (let i = 0; i < 2500; i++) {
      const x = (rng.uniform() - 0.5) * [1416, 80, 2, 1e-3, 1e-9][i % 5]!;
      worst = Math.max(worst, Math.abs(unitsOff(fastExp(x), exactExp(x))));
    }
    expect(worst).toBeGreaterThan(0.4);
    expect(worst).toBeLessThan(0.51);
  });

  it('is within a unit near both ends', () => {
    for (let x = 709; x < 709.78; x += 0.0131) expect(Math.abs(unitsOff(fastExp(x), exactExp(x)))).toBeLessThan(0.51);
    for (let x = -745; x < -707; x += 0.131) expect(Math.abs(unitsOff(fastExp(x), exactExp(x)))).toBeLessThanOrEqual(1);
  });

  it('does not fall where x rises, across all steps of its table', () => {
    for (let j = -300; j <= 300; j++) {
      const edge = ((j + 0.5) * Math.LN2) / 128;
      const near = [-2, -1, 0, 1, 2].map((i) => fastExp(edge + i * Number.EPSILON));
      expect(near.toSorted((a, b) => a - b)).toEqual(near);
    }
  });
});
