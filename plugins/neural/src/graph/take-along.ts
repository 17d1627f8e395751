import { graphFault } from './graph-fault.js';
import type { ReferenceArray } from './operator.js';
import { elementCount } from './reference-array.js';

/** How the elements of an array stand around one of its axes: [outer, length, inner], row-major. */
export interface AxisLayout {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** The layout of an array around an axis, which is counted from the first. */
export function axisLayout(shape: readonly number[], axis: number): AxisLayout {
  return {
    outer: elementCount(shape.slice(0, axis)),
    length: shape[axis]!,
    inner: elementCount(shape.slice(axis + 1)),
  };
}

/** A shape with another length of one axis. */
export function withLength<Length>(shape: readonly Length[], axis: number, length: Length): Length[] {
  return shape.map((old, each) => (each === axis ? length : old));
}

/**
 * The slices of an array along an axis that stand at some places, in their order.
 *
 * @param places - Counted from 0; −1 where a slice full of `fill` is wanted.
 */
export function takeAlong(array: ReferenceArray, axis: number, places: ArrayLike<number>, fill = 0): ReferenceArray {
  const { outer, length, inner } = axisLayout(array.shape, axis);
  const values = new Float64Array(outer * places.length * inner).fill(fill);
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < places.length; p++) {
      const place = places[p]!;
      if (place < 0) continue;
      const from = (o * length + place) * inner;
      values.set(array.values.subarray(from, from + inner), (o * places.length + p) * inner);
    }
  }
  return { shape: withLength(array.shape, axis, places.length), values };
}

/** An index counted from the first element, of one that may be counted from the last. @throws {ConfigurationError} Outside. */
export function placeOf(index: number, length: number): number {
  if (index < -length || index >= length) throw graphFault(`index ${index} is outside of an axis of length ${length}`);
  return index < 0 ? index + length : index;
}
