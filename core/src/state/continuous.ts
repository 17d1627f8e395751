import type { StateSpace } from './state-space.js';

/** What the coordinates of a continuous space are, one entry per axis. */
export interface Axes {
  readonly names: readonly string[];
  /** −Infinity where there is no bound. */
  readonly low: Float64Array;
  /** +Infinity where there is no bound. */
  readonly high: Float64Array;
  /** 1 where the axis is a circle: `high` is the same place as `low`, and both are finite. */
  readonly periodic: Uint8Array;
}

/**
 * Capability: states are points of a box or torus in ℝⁿ, and whatever else a state holds stays as it is while its point moves.
 * Kernels that follow gradients need nothing more of a space.
 */
export interface Continuous<B> extends StateSpace<B> {
  readonly dimension: number;
  readonly axes: Axes;
  /** [rows, dimension], row-major. May be the batch's own memory: read it, never write in it. */
  coordinates(batch: B): Float64Array;
  /**
   * The states at other points; what is no coordinate comes from the same row of `like`. Coordinates of periodic axes are taken
   * back into [low, high). Coordinates outside bounds are kept: whoever moves there rejects or reflects.
   *
   * @param coordinates - [rows, dimension]; the space may keep and change it.
   */
  withCoordinates(like: B, coordinates: Float64Array): B;
}

export function isContinuous<B>(space: StateSpace<B>): space is Continuous<B> {
  return 'withCoordinates' in space;
}

/** 1 for each row whose point lies within the bounds of all axes; periodic axes have none. O(values). */
export function withinBounds({ low, high, periodic }: Axes, coordinates: Float64Array): Uint8Array {
  const dimension = low.length;
  const within = new Uint8Array(dimension === 0 ? 0 : coordinates.length / dimension).fill(1);
  for (let axis = 0; axis < dimension; axis++) {
    const least = low[axis]!;
    const most = high[axis]!;
    if (periodic[axis] === 1 || (least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY)) continue;
    for (let row = 0, i = axis; row < within.length; row++, i += dimension) {
      const x = coordinates[i]!;
      if (!(x >= least && x <= most)) within[row] = 0;
    }
  }
  return within;
}

/** Takes the coordinates of periodic axes back into [low, high), in place. O(values of periodic axes). */
export function wrapPeriodic({ low, high, periodic }: Axes, coordinates: Float64Array): void {
  const dimension = low.length;
  for (let axis = 0; axis < dimension; axis++) {
    if (periodic[axis] === 0) continue;
    const start = low[axis]!;
    const end = high[axis]!;
    for (let i = axis; i < coordinates.length; i += dimension) {
      const x = coordinates[i]!;
      if (x >= start && x < end) continue;
      const wrapped = x - (end - start) * Math.floor((x - start) / (end - start));
      // What rounding puts at or past an end is the same place as `low`.
      coordinates[i] = wrapped >= end || wrapped < start ? start : wrapped;
    }
  }
}
