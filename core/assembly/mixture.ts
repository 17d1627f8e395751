/**
 * Mixtures of Gaussians with independent axes, two points side by side: what core/src/models/mixture-loops.ts does point by point,
 * with the same operations in the same order.
 */

import { exponential, exponentialTableEnd } from './exponential';

export const freeMemory: usize = exponentialTableEnd;

/** So far below the largest, an exponent adds nothing to a sum of 53 bits. */
const negligible: f64 = -45;

/**
 * In the plane: as {@link box}, without its inner loops.
 *
 * @param parameters - Of each component: logarithm of the weight, mean, precision; [count, 5].
 * @param exponents - Room for 16 bytes a component.
 * @param points - [2 · pairs, 2]; @param gradient likewise: 0 where no exponent is finite.
 * @param highest - [2 · pairs]: the highest exponent; the first where none is finite.
 * @param sums - [2 · pairs]: the sum of e^(exponent − highest); 1 where none is finite.
 */
export function plane(
  pairs: i32,
  count: i32,
  parameters: usize,
  exponents: usize,
  points: usize,
  gradient: usize,
  highest: usize,
  sums: usize,
): void {
  const lowest = f64x2.splat(-Infinity);
  for (let pair = 0; pair < pairs; pair++) {
    const one = v128.load(points);
    const other = v128.load(points, 16);
    const x = v128.shuffle<f64>(one, other, 0, 2);
    const y = v128.shuffle<f64>(one, other, 1, 3);
    let high = lowest;
    let at = exponents;
    for (let k = 0, from = parameters; k < count; k++, from += 40, at += 16) {
      const across = f64x2.sub(x, v128.load64_splat(from, 8));
      const along = f64x2.sub(y, v128.load64_splat(from, 16));
      const square = f64x2.add(
        f64x2.mul(f64x2.mul(v128.load64_splat(from, 24), across), across),
        f64x2.mul(f64x2.mul(v128.load64_splat(from, 32), along), along),
      );
      const exponent = f64x2.sub(v128.load64_splat(from), f64x2.mul(f64x2.splat(0.5), square));
      v128.store(at, exponent);
      high = f64x2.pmax(high, exponent);
    }
    const isAny = f64x2.gt(high, lowest);
    let sum = f64x2.splat(0);
    let slopeX = f64x2.splat(0);
    let slopeY = f64x2.splat(0);
    at = exponents;
    for (let k = 0, from = parameters; k < count; k++, from += 40, at += 16) {
      const below = f64x2.sub(v128.load(at), high);
      const counts = f64x2.ge(below, f64x2.splat(negligible));
      if (!v128.any_true(counts)) continue;
      const weight = v128.and(exponential(below), counts);
      sum = f64x2.add(sum, weight);
      const across = f64x2.sub(x, v128.load64_splat(from, 8));
      const along = f64x2.sub(y, v128.load64_splat(from, 16));
      slopeX = f64x2.add(slopeX, f64x2.mul(f64x2.mul(weight, v128.load64_splat(from, 24)), across));
      slopeY = f64x2.add(slopeY, f64x2.mul(f64x2.mul(weight, v128.load64_splat(from, 32)), along));
    }
    slopeX = v128.and(f64x2.div(slopeX, sum), isAny);
    slopeY = v128.and(f64x2.div(slopeY, sum), isAny);
    v128.store(gradient, v128.shuffle<f64>(slopeX, slopeY, 0, 2));
    v128.store(gradient, v128.shuffle<f64>(slopeX, slopeY, 1, 3), 16);
    v128.store(highest, v128.bitselect(high, v128.load(exponents), isAny));
    v128.store(sums, v128.bitselect(sum, f64x2.splat(1), isAny));
    points += 32;
    gradient += 32;
    highest += 16;
    sums += 16;
  }
}

/**
 * In any number of dimensions.
 *
 * @param parameters - Of each component: logarithm of the weight, mean, precision; [count, 1 + 2 · dimension].
 * @param exponents - Room for 16 bytes a component.
 * @param sides - Room for 32 bytes a dimension.
 * @param points - [2 · pairs, dimension]; the others as for the plane.
 */
export function box(
  pairs: i32,
  count: i32,
  dimension: i32,
  parameters: usize,
  exponents: usize,
  sides: usize,
  points: usize,
  gradient: usize,
  highest: usize,
  sums: usize,
): void {
  const width = (<usize>dimension) << 3;
  const slopes = sides + 2 * width;
  const stride = 8 + 2 * width;
  const lowest = f64x2.splat(-Infinity);
  for (let pair = 0; pair < pairs; pair++) {
    for (let i: usize = 0; i < width; i += 8) {
      const both = f64x2.replace_lane(v128.load64_splat(points + i), 1, load<f64>(points + width + i));
      v128.store(sides + 2 * i, both);
      v128.store(slopes + 2 * i, f64x2.splat(0));
    }
    let high = lowest;
    let at = exponents;
    for (let k = 0, from = parameters; k < count; k++, from += stride, at += 16) {
      let square = f64x2.splat(0);
      const mean = from + 8;
      const precision = mean + width;
      for (let i: usize = 0; i < width; i += 8) {
        const offset = f64x2.sub(v128.load(sides + 2 * i), v128.load64_splat(mean + i));
        square = f64x2.add(square, f64x2.mul(f64x2.mul(v128.load64_splat(precision + i), offset), offset));
      }
      const exponent = f64x2.sub(v128.load64_splat(from), f64x2.mul(f64x2.splat(0.5), square));
      v128.store(at, exponent);
      high = f64x2.pmax(high, exponent);
    }
    const isAny = f64x2.gt(high, lowest);
    let sum = f64x2.splat(0);
    at = exponents;
    for (let k = 0, from = parameters; k < count; k++, from += stride, at += 16) {
      const below = f64x2.sub(v128.load(at), high);
      const counts = f64x2.ge(below, f64x2.splat(negligible));
      if (!v128.any_true(counts)) continue;
      const weight = v128.and(exponential(below), counts);
      sum = f64x2.add(sum, weight);
      const mean = from + 8;
      const precision = mean + width;
      for (let i: usize = 0; i < width; i += 8) {
        const offset = f64x2.sub(v128.load(sides + 2 * i), v128.load64_splat(mean + i));
        const force = f64x2.mul(f64x2.mul(weight, v128.load64_splat(precision + i)), offset);
        v128.store(slopes + 2 * i, f64x2.add(v128.load(slopes + 2 * i), force));
      }
    }
    for (let i: usize = 0; i < width; i += 8) {
      const slope = v128.and(f64x2.div(v128.load(slopes + 2 * i), sum), isAny);
      store<f64>(gradient + i, f64x2.extract_lane(slope, 0));
      store<f64>(gradient + width + i, f64x2.extract_lane(slope, 1));
    }
    v128.store(highest, v128.bitselect(high, v128.load(exponents), isAny));
    v128.store(sums, v128.bitselect(sum, f64x2.splat(1), isAny));
    points += 2 * width;
    gradient += 2 * width;
    highest += 16;
    sums += 16;
  }
}
