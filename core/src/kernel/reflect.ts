import type { Axes } from '../state/continuous.js';

/**
 * Mirrors coordinates that are outside bounds back inside, as often as it takes, and turns their momenta about where they were
 * mirrored an odd number of times. Periodic axes have no walls.
 *
 * @param coordinates - [rows, dimension], changed in place.
 * @param momentum - [rows, dimension], changed in place.
 * @remarks O(values) of the axes that have bounds.
 */
export function reflect({ low, high, periodic }: Axes, coordinates: Float64Array, momentum?: Float64Array): void {
  const dimension = low.length;
  for (let axis = 0; axis < dimension; axis++) {
    const least = low[axis]!;
    const most = high[axis]!;
    if (periodic[axis] === 1 || (least === -Infinity && most === Infinity)) continue;
    for (let i = axis; i < coordinates.length; i += dimension) {
      const x = coordinates[i]!;
      if (x >= least && x <= most) continue;
      const [place, isTurned] = mirrored(x, least, most);
      coordinates[i] = place;
      if (isTurned && momentum !== undefined) momentum[i] = -momentum[i]!;
    }
  }
}

/** Where a point lands between mirrors, and whether the number of mirrorings is odd. Infinite and NaN points stay. */
function mirrored(x: number, low: number, high: number): readonly [number, boolean] {
  if (!Number.isFinite(x)) return [x, false];
  if (low === -Infinity) return [2 * high - x, true];
  if (high === Infinity) return [2 * low - x, true];
  const width = high - low;
  if (width === 0) return [low, false];
  const turns = Math.floor((x - low) / width);
  const rest = x - low - turns * width;
  const isTurned = turns % 2 !== 0;
  return [Math.min(high, Math.max(low, isTurned ? high - rest : low + rest)), isTurned];
}
