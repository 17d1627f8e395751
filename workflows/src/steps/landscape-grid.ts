import type { Continuous } from '@basin/core';

/** From and to, from < to. */
export type Range = readonly [number, number];

/** What is e⁻⁹ times less likely than the best does not show. */
const depth = 9;

/** Least and greatest coordinate of states along an axis; one wide where all are the same. */
export function drawnRange(space: Continuous<unknown>, axis: number, draws: unknown): Range {
  const points = space.coordinates(draws);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = axis; i < points.length; i += space.dimension) {
    low = Math.min(low, points[i]!);
    high = Math.max(high, points[i]!);
  }
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** A range with some of its length added on either side, within the bounds of its axis; a circle whole. */
export function widened({ axes }: Continuous<unknown>, axis: number, [from, to]: Range, share: number): Range {
  const [low, high] = [axes.low[axis]!, axes.high[axis]!];
  if (axes.periodic[axis] === 1) return [low, high];
  const margin = share * (to - from);
  return [Math.max(low, from - margin), Math.min(high, to + margin)];
}

/** The part of a grid, axis by axis, where the density is not small, joined with where the draws are. */
export function deepRanges(
  points: readonly Float64Array[],
  energy: Float64Array,
  beta: number,
  seen: readonly Range[],
): readonly Range[] {
  const lowest = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return seen.map(([low, high], axis): Range => {
    let [from, to] = [low, high];
    for (let i = 0; i < energy.length; i++) {
      if (beta * (energy[i]! - lowest) > depth) continue;
      from = Math.min(from, points[axis]![i]!);
      to = Math.max(to, points[axis]![i]!);
    }
    return [from, to];
  });
}

/** Numbers from one end to the other, equally far apart. */
export function spaced([from, to]: Range, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Every pair of two axes' values, the first axis fastest. */
export function gridOf([xs, ys]: readonly Float64Array[]): readonly [Float64Array, Float64Array] {
  const length = xs!.length * ys!.length;
  return [
    Float64Array.from({ length }, (_, i) => xs![i % xs!.length]!),
    Float64Array.from({ length }, (_, i) => ys![Math.floor(i / xs!.length)]!),
  ];
}

/** Points of a plane, [points, 2]. */
export function interleaved([x, y]: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: 2 * x!.length }, (_, i) => (i % 2 === 0 ? x! : y!)[i >> 1]!);
}
