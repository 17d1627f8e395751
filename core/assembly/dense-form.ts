/**
 * Quadratic forms ½ (x − μ)ᵀ P (x − μ) and their gradients P (x − μ), four points at a time: what core/src/models/dense-form.ts does
 * point by point. Every number is a sum over one index from 0 on, each product rounded and then added.
 *
 * Memory belongs to the caller.
 */

/** Bytes of the four numbers that stand side by side. */
const side: usize = 32;

/**
 * @param groups - Points, four to a group. @param dimension - d.
 * @param panels - P in panels of four rows: [⌈d / 4⌉, d, 4], padded with 0.
 * @param mean - [d] @param points - [4 · groups, d]; they become their offsets from the mean.
 * @param gradient - [4 · groups, d], and room for three numbers after them.
 * @param energy - [4 · groups]
 */
export function fill(
  groups: i32,
  dimension: i32,
  panels: usize,
  mean: usize,
  points: usize,
  gradient: usize,
  energy: usize,
): void {
  const width = (<usize>dimension) << 3;
  subtractMean(groups << 2, width, mean, points);
  // From the last panel to the first: what the last one writes beyond the end of a row, the first one of the next row replaces.
  for (let panel = ((dimension + 3) >> 2) - 1; panel >= 0; panel--) {
    const matrix = panels + (<usize>panel) * side * (<usize>dimension);
    const column = (<usize>panel) * side;
    for (let group = 0; group < groups; group++) {
      const first = (<usize>group) * 4 * width;
      multiply(matrix, points + first, gradient + first + column, width);
    }
  }
  for (let group = 0; group < groups; group++) {
    const first = (<usize>group) * 4 * width;
    contract(points + first, gradient + first, energy + (<usize>group) * side, width);
  }
}

function subtractMean(count: i32, width: usize, mean: usize, points: usize): void {
  for (let point = 0; point < count; point++) {
    for (let i: usize = 0; i < width; i += 8, points += 8) {
      store<f64>(points, load<f64>(points) - load<f64>(mean + i));
    }
  }
}

/** Four rows of P times four vectors. */
// @ts-ignore: decorator
@inline
function multiply(matrix: usize, vectors: usize, out: usize, width: usize): void {
  const second = vectors + width;
  const third = second + width;
  const fourth = third + width;
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let d0 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  for (let j: usize = 0; j < width; j += 8, matrix += side) {
    const left = v128.load(matrix);
    const right = v128.load(matrix, 16);
    const a = v128.load64_splat(vectors + j);
    a0 = f64x2.add(a0, f64x2.mul(left, a));
    a1 = f64x2.add(a1, f64x2.mul(right, a));
    const b = v128.load64_splat(second + j);
    b0 = f64x2.add(b0, f64x2.mul(left, b));
    b1 = f64x2.add(b1, f64x2.mul(right, b));
    const c = v128.load64_splat(third + j);
    c0 = f64x2.add(c0, f64x2.mul(left, c));
    c1 = f64x2.add(c1, f64x2.mul(right, c));
    const d = v128.load64_splat(fourth + j);
    d0 = f64x2.add(d0, f64x2.mul(left, d));
    d1 = f64x2.add(d1, f64x2.mul(right, d));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out + width, b0);
  v128.store(out + width, b1, 16);
  v128.store(out + 2 * width, c0);
  v128.store(out + 2 * width, c1, 16);
  v128.store(out + 3 * width, d0);
  v128.store(out + 3 * width, d1, 16);
}

/** Half the products of four offsets with their gradients. */
function contract(offsets: usize, gradients: usize, energy: usize, width: usize): void {
  let a: f64 = 0;
  let b: f64 = 0;
  let c: f64 = 0;
  let d: f64 = 0;
  for (const end = offsets + width; offsets < end; offsets += 8, gradients += 8) {
    a += load<f64>(gradients) * load<f64>(offsets);
    b += load<f64>(gradients + width) * load<f64>(offsets + width);
    c += load<f64>(gradients + 2 * width) * load<f64>(offsets + 2 * width);
    d += load<f64>(gradients + 3 * width) * load<f64>(offsets + 3 * width);
  }
  store<f64>(energy, 0.5 * a);
  store<f64>(energy, 0.5 * b, 8);
  store<f64>(energy, 0.5 * c, 16);
  store<f64>(energy, 0.5 * d, 24);
}
