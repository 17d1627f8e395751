import type { ChainState } from '../kernel/kernel.js';
import { takeStates } from '../kernel/take-states.js';
import type { Continuous } from '../state/continuous.js';
import { ascending } from './distinct.js';

/**
 * The `limit` best points of a batch that are apart from each other, best first. Of points nearer than `apart` along every axis
 * the best stays: descents that end in one minimum never end at exactly one place.
 *
 * @remarks O(n · kept · dimension).
 */
export function distinctPoints<B>(
  space: Continuous<B>,
  state: ChainState<B>,
  limit: number,
  apart: number,
): ChainState<B> {
  const points = space.coordinates(state.batch);
  const order = Array.from(state.energy.keys()).sort((a, b) => ascending(state.energy[a]!, state.energy[b]!) || a - b);
  const kept: number[] = [];
  for (const row of order) {
    if (kept.length === limit) break;
    if (!kept.some((other) => areNear(space, points, row, other, apart))) kept.push(row);
  }
  const { batch, energy } = takeStates(space, state, Int32Array.from(kept));
  return { batch, energy };
}

function areNear<B>(
  { dimension, axes }: Continuous<B>,
  points: Float64Array,
  a: number,
  b: number,
  apart: number,
): boolean {
  for (let axis = 0; axis < dimension; axis++) {
    let distance = Math.abs(points[a * dimension + axis]! - points[b * dimension + axis]!);
    if (axes.periodic[axis] === 1) distance = Math.min(distance, axes.high[axis]! - axes.low[axis]! - distance);
    if (!(distance < apart)) return false;
  }
  return true;
}
