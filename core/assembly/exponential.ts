/**
 * e^x in two lanes, for −700 < x ≤ 0: the twin of core/src/numerics/fast-exp.ts, with the same operations in the same order. Its table
 * [128, 2] lies at address 0: 2^(j/128), and what is left of it.
 */

export const exponentialTableEnd: usize = 128 * 16;

/** ln 2 / 128 in two parts, and its inverse. */
const stepHigh: f64 = 0.00541521234663378;
const stepLow: f64 = 1.4907929134926466e-12;
const stepsPerUnit: f64 = 184.6649652337873;

/** Added, it leaves an integer in the low bits. */
const roundingShift: f64 = 6755399441055744;

// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(stepsPerUnit)), f64x2.splat(roundingShift));
  const steps = f64x2.sub(shifted, f64x2.splat(roundingShift));
  const high = f64x2.mul(steps, f64x2.splat(stepHigh));
  const r = f64x2.sub(f64x2.sub(x, high), f64x2.mul(steps, f64x2.splat(stepLow)));
  let series = f64x2.add(f64x2.splat(1.0 / 24), f64x2.mul(r, f64x2.splat(1.0 / 120)));
  series = f64x2.add(f64x2.splat(1.0 / 6), f64x2.mul(r, series));
  series = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, series));
  const grown = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), series));
  const first = v128.load((<usize>(i32x4.extract_lane(shifted, 0) & 127)) << 4);
  const second = v128.load((<usize>(i32x4.extract_lane(shifted, 2) & 127)) << 4);
  const table = v128.shuffle<f64>(first, second, 0, 2);
  const rest = v128.shuffle<f64>(first, second, 1, 3);
  // The integer without its low seven bits, moved to where the exponent of a double is.
  const exponent = i64x2.shl(v128.and(shifted, i64x2.splat(~127)), 45);
  const power = i64x2.add(exponent, i64x2.splat(0x3ff0000000000000));
  return f64x2.mul(f64x2.add(table, f64x2.add(rest, f64x2.mul(table, grown))), power);
}
