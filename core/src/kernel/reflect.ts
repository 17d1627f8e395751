import type { Axes } from '../state/continuous.js';

/** The axes of a space that have bounds, and those. */
export interface Walls {
  /** Numbers of the axes, ascending. */
  readonly axes: Int32Array;
  /** Of each of those; −Infinity and Infinity where there is none. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A coordinate further than so many widths of its axis outside stays there: mirroring would keep too few of its digits. */
export const mostTurns = 1000;

/** The walls of a space; undefined where it has none. Periodic axes have no walls. */
export function wallsOf({ low, high, periodic }: Axes): Walls | undefined {
  const axes = Int32Array.from(low.keys()).filter(
    (axis) => periodic[axis] === 0 && (low[axis]! > Number.NEGATIVE_INFINITY || high[axis]! < Number.POSITIVE_INFINITY),
  );
  if (axes.length === 0) return undefined;
  return {
    axes,
    low: Float64Array.from(axes, (axis) => low[axis]!),
    high: Float64Array.from(axes, (axis) => high[axis]!),
  };
}

/** Whether the point whose coordinates begin at `at` is within bounds. */
export function isBetween({ axes, low, high }: Walls, coordinates: Float64Array, at: number): boolean {
  for (let k = 0; k < axes.length; k++) {
    const x = coordinates[at + axes[k]!]!;
    if (!(x >= low[k]! && x <= high[k]!)) return false;
  }
  return true;
}

/**
 * Mirrors the coordinates of one point that are outside bounds back inside, as often as it takes, and turns their momenta about
 * where they were mirrored an odd number of times. What would be mirrored more than `most` times, is infinite or NaN stays.
 *
 * Where the velocity of a coordinate is a positive multiple of its own momentum, this is the motion of a ball between walls: it
 * keeps volumes, and goes back the way it came.
 *
 * @param coordinates - Of the point from `at` on, changed in place, as `momentum` is.
 * @remarks O(axes that have bounds).
 * @see Neal, in Handbook of Markov Chain Monte Carlo (2011), section 5.5.1.5.
 */
export function reflectPoint(
  { axes, low, high }: Walls,
  coordinates: Float64Array,
  at: number,
  momentum?: Float64Array,
  most = mostTurns,
): void {
  for (let k = 0; k < axes.length; k++) {
    const i = at + axes[k]!;
    const x = coordinates[i]!;
    const least = low[k]!;
    const greatest = high[k]!;
    if (x >= least && x <= greatest) continue;
    const turns = turnsOf(x, least, greatest);
    if (!(Math.abs(turns) <= most)) continue;
    coordinates[i] = mirrored(x, least, greatest, turns);
    if (momentum !== undefined && turns % 2 !== 0) momentum[i] = -momentum[i]!;
  }
}

/** {@link reflectPoint} for [rows, dimension] of points. */
export function reflect(axes: Axes, coordinates: Float64Array, momentum?: Float64Array): void {
  const walls = wallsOf(axes);
  if (walls === undefined) return;
  for (let at = 0; at < coordinates.length; at += axes.low.length) reflectPoint(walls, coordinates, at, momentum);
}

/** How often a point outside is mirrored on its way back; below 0 where it left at the lower end. NaN where it is infinite. */
function turnsOf(x: number, low: number, high: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  if (low === Number.NEGATIVE_INFINITY || high === Number.POSITIVE_INFINITY) return 1;
  const width = high - low;
  return width === 0 ? 0 : Math.floor((x - low) / width);
}

/** Where a point lands that is mirrored so often. */
function mirrored(x: number, low: number, high: number, turns: number): number {
  if (low === Number.NEGATIVE_INFINITY) return 2 * high - x;
  if (high === Number.POSITIVE_INFINITY) return 2 * low - x;
  const rest = x - low - turns * (high - low);
  return Math.min(high, Math.max(low, turns % 2 === 0 ? low + rest : high - rest));
}
