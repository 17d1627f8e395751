import type { ReferenceArray } from './operator.js';
import { elementCount } from './reference-array.js';
import { type WindowAxis, windowTable } from './sliding-window.js';

/** Planes [batch · channels, length…] of which windows make planes [batch · channels, positions…]. */
interface PooledPlanes {
  readonly shape: number[];
  readonly planes: number;
  readonly length: number;
  readonly positions: number;
  readonly taps: number;
  readonly table: Int32Array;
}

function pooledPlanes(x: ReferenceArray, axes: readonly WindowAxis[]): PooledPlanes {
  const counts = axes.map((axis) => axis.positions);
  return {
    shape: [...x.shape.slice(0, 2), ...counts],
    planes: x.shape[0]! * x.shape[1]!,
    length: elementCount(x.shape.slice(2)),
    positions: elementCount(counts),
    taps: elementCount(axes.map((axis) => axis.taps)),
    table: windowTable(axes),
  };
}

/** The largest element that each window sees, and its flat place in the whole array; of equal ones the first. */
export function largestOfWindows(x: ReferenceArray, axes: readonly WindowAxis[]): readonly ReferenceArray[] {
  const { shape, planes, length, positions, taps, table } = pooledPlanes(x, axes);
  const values = new Float64Array(planes * positions);
  const places = new Float64Array(planes * positions);
  for (let window = 0; window < values.length; window++) {
    const plane = Math.floor(window / positions) * length;
    const first = (window % positions) * taps;
    let best = -1;
    for (let tap = first; tap < first + taps; tap++) {
      const place = table[tap]!;
      if (place >= 0 && (best < 0 || x.values[plane + place]! > x.values[best]!)) best = plane + place;
    }
    values[window] = x.values[best]!;
    places[window] = best;
  }
  return [
    { shape, values },
    { shape, values: places },
  ];
}

/** Σ of f over the elements that each window sees. */
export function sumsOfWindows(
  x: ReferenceArray,
  axes: readonly WindowAxis[],
  f: (x: number) => number,
): ReferenceArray {
  const { shape, planes, length, positions, taps, table } = pooledPlanes(x, axes);
  const values = new Float64Array(planes * positions);
  for (let window = 0; window < values.length; window++) {
    const plane = Math.floor(window / positions) * length;
    const first = (window % positions) * taps;
    for (let tap = first; tap < first + taps; tap++) {
      const place = table[tap]!;
      if (place >= 0) values[window]! += f(x.values[plane + place]!);
    }
  }
  return { shape, values };
}

/**
 * How many elements each window sees, [positions…].
 * @param withPadding - Whether those of the padding count.
 */
export function windowCounts(axes: readonly WindowAxis[], withPadding: boolean): ReferenceArray {
  const values = axes.reduce(
    (counts: readonly number[], axis) => {
      const along = countsAlong(axis, withPadding);
      return counts.flatMap((count) => along.map((each) => count * each));
    },
    [1],
  );
  return { shape: axes.map((axis) => axis.positions), values: Float64Array.from(values) };
}

function countsAlong(axis: WindowAxis, withPadding: boolean): number[] {
  const [low, high] = withPadding ? [-axis.padBegin, axis.length + axis.padEnd] : [0, axis.length];
  return Array.from({ length: axis.positions }, (_, position) => {
    let count = 0;
    for (let tap = 0; tap < axis.taps; tap++) {
      const place = position * axis.stride + tap * axis.dilation - axis.padBegin;
      if (place >= low && place < high) count++;
    }
    return count;
  });
}
