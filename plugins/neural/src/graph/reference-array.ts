import type { ReferenceArray } from './operator.js';

/** How many elements an array of this shape has. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** How far apart neighbours along each axis are, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** The shape that arrays are stretched to when they meet. */
export function broadcastLengths(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return lengths.find((length) => length !== 1) ?? 1;
  });
}

/** For each element of an array of shape `target`, in order, where a walk with these strides stands. O(elements). */
export function offsetsAlong(target: readonly number[], strides: readonly number[]): Int32Array {
  const offsets = new Int32Array(elementCount(target));
  const place = new Int32Array(target.length);
  let offset = 0;
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = offset;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!;
      if (++place[axis]! < target[axis]!) break;
      offset -= strides[axis]! * target[axis]!;
      place[axis] = 0;
    }
  }
  return offsets;
}

/** For each element of `target`, the element of an array of shape `shape` that is stretched to it. */
export function broadcastOffsets(shape: readonly number[], target: readonly number[]): Int32Array {
  const own = stridesOf(shape);
  const leading = target.length - shape.length;
  const strides = target.map((_, axis) => (axis < leading || shape[axis - leading] === 1 ? 0 : own[axis - leading]!));
  return offsetsAlong(target, strides);
}

/** An array stretched to a shape; itself, if it has that shape. */
export function broadcastTo(array: ReferenceArray, target: readonly number[]): ReferenceArray {
  if (sameLengths(array.shape, target)) return array;
  const offsets = broadcastOffsets(array.shape, target);
  const values = new Float64Array(offsets.length);
  for (let index = 0; index < values.length; index++) values[index] = array.values[offsets[index]!]!;
  return { shape: target, values };
}

/** Whether two shapes are one. */
export function sameLengths(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** f of every element. */
export function mapElements(array: ReferenceArray, f: (x: number) => number): ReferenceArray {
  return { shape: array.shape, values: array.values.map((x) => f(x)) };
}

/** f of every pair of elements of two arrays that are stretched to each other. */
export function mapPairs(a: ReferenceArray, b: ReferenceArray, f: (x: number, y: number) => number): ReferenceArray {
  const shape = broadcastLengths(a.shape, b.shape);
  const left = broadcastTo(a, shape).values;
  const right = broadcastTo(b, shape).values;
  const values = new Float64Array(left.length);
  for (let index = 0; index < values.length; index++) values[index] = f(left[index]!, right[index]!);
  return { shape, values };
}
