import type { ReferenceArray } from './operator.js';
import { elementCount, offsetsAlong, stridesOf } from './reference-array.js';
import { placeOf } from './take-along.js';

/**
 * For each element of `indices`, the flat place in an array of shape `shape` that GatherElements reads: its own, but along the axis
 * the one it names.
 *
 * @throws {ConfigurationError} An index lies outside.
 */
export function elementPlaces(shape: readonly number[], indices: ReferenceArray, axis: number): Int32Array {
  const strides = stridesOf(shape);
  const places = offsetsAlong(indices.shape, strides.with(axis, 0));
  for (let entry = 0; entry < places.length; entry++) {
    places[entry]! += placeOf(indices.values[entry]!, shape[axis]!) * strides[axis]!;
  }
  return places;
}

/**
 * For each index tuple, which is what the last axis of `indices` holds, the flat place in an array of shape `shape` where the slice
 * begins that it names.
 *
 * @param batchAxes - So many leading axes are the same for array and indices: each tuple reads within its own.
 * @throws {ConfigurationError} An index lies outside.
 */
export function slicePlaces(shape: readonly number[], indices: ReferenceArray, batchAxes: number): Int32Array {
  const strides = stridesOf(shape);
  const depth = indices.shape.at(-1)!;
  const tuples = indices.shape.slice(0, -1);
  const places = offsetsAlong(
    tuples,
    tuples.map((_, axis) => (axis < batchAxes ? strides[axis]! : 0)),
  );
  for (let tuple = 0; tuple < places.length; tuple++) {
    for (let k = 0; k < depth; k++) {
      const axis = batchAxes + k;
      places[tuple]! += placeOf(indices.values[tuple * depth + k]!, shape[axis]!) * strides[axis]!;
    }
  }
  return places;
}

/** How many elements each slice has that an index tuple of a depth names. */
export function sliceLength(shape: readonly number[], indices: ReferenceArray, batchAxes: number): number {
  return elementCount(shape.slice(batchAxes + indices.shape.at(-1)!));
}
