import { graphFault } from './graph-fault.js';

/** Elements start, start + step, … of an axis, so many of them. */
export interface AxisRange {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * The elements of an axis that ONNX's Slice takes: bounds count from the end where they are negative, and stop at the ends.
 *
 * @param step - Not 0; where it is negative, from later to earlier ones.
 */
export function axisRange(length: number, start: number, end: number, step: number): AxisRange {
  if (step === 0) throw graphFault('a step of 0 leads nowhere');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const bounded = (place: number) => Math.min(highest, Math.max(lowest, place < 0 ? place + length : place));
  const first = Math.max(0, bounded(start));
  const count = length === 0 ? 0 : Math.max(0, Math.ceil((bounded(end) - first) / step));
  return { start: first, step, count };
}

/** The places of a range, in its order. */
export function placesOfRange({ start, step, count }: AxisRange): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => start + index * step);
}

/** How an axis goes on beyond its ends: as a number, mirrored at its last elements, with its last elements, or from its other end. */
export type PadMode = 'constant' | 'reflect' | 'edge' | 'wrap';

/** For each element of a padded axis, the element it repeats; −1 where it is a constant. */
export function placesOfPadding(mode: PadMode, length: number, begin: number, end: number): Int32Array {
  return Int32Array.from({ length: begin + length + end }, (_, index) => paddedPlace(mode, length, index - begin));
}

function paddedPlace(mode: PadMode, length: number, place: number): number {
  if (place >= 0 && place < length) return place;
  if (mode === 'constant') return -1;
  if (mode === 'edge') return place < 0 ? 0 : length - 1;
  if (mode === 'reflect') return place < 0 ? -place : 2 * (length - 1) - place;
  return place < 0 ? place + length : place - length;
}
