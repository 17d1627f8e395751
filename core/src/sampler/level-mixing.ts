import { type Continuous, isContinuous } from '../state/continuous.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import type { IslandLayout } from './particle-islands.js';

/** Coordinates or sites that are followed, at most. */
const mostFollowed = 32;

/** Numbers of each particle whose means the moves of a level must keep: dU/dt, and coordinates or site values. */
export function followedNumbers<B>(space: StateSpace<B>, batch: B, slope: Float64Array): readonly Float64Array[] {
  if (isContinuous(space)) return [slope, ...columnsOf(space.coordinates(batch), (space as Continuous<B>).dimension)];
  if (isDiscrete(space)) return [slope, ...columnsOf(space.sites(batch), (space as Discrete<B>).siteCount)];
  return [slope];
}

function columnsOf(rows: ArrayLike<number>, width: number): Float64Array[] {
  return Array.from({ length: Math.min(width, mostFollowed) }, (_, column) =>
    Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + column]!),
  );
}

/** Change of a mean in each island by the moves of a level, in deviations of the number. [islands]; 0 where it does not vary. */
export function shiftsOf(
  before: Float64Array,
  after: Float64Array,
  { islands, particles }: IslandLayout,
): Float64Array {
  const { spread } = momentsOf(after, after);
  const shifts = new Float64Array(islands);
  if (!(spread > 0 && Number.isFinite(spread))) return shifts;
  for (let row = 0; row < after.length; row++) {
    const change = after[row]! - before[row]!;
    if (Number.isFinite(change)) shifts[Math.floor(row / particles)]! += change / (particles * Math.sqrt(spread));
  }
  return shifts;
}

/** Correlation of a number before and after; 0 where it does not vary. Forbidden particles are left out. */
export function correlationOf(before: Float64Array, after: Float64Array): number {
  const own = momentsOf(before, before).spread;
  const other = momentsOf(after, after).spread;
  const together = momentsOf(before, after).spread;
  return own > 0 && other > 0 ? together / Math.sqrt(own * other) : 0;
}

function momentsOf(a: Float64Array, b: Float64Array): { readonly spread: number } {
  let [count, meanA, meanB, spread] = [0, 0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    if (!(Number.isFinite(a[row]!) && Number.isFinite(b[row]!))) continue;
    count++;
    const change = a[row]! - meanA;
    meanA += change / count;
    meanB += (b[row]! - meanB) / count;
    spread += change * (b[row]! - meanB);
  }
  return { spread: count === 0 ? 0 : spread / count };
}

/**
 * How far a sum of shifts lies from 0, in deviations of a normal of the same tail as Student's t over the islands. Moves that keep
 * a distribution whose particles they are given shift no mean; where they do, particles lag behind the path.
 *
 * @returns NaN for a single island, whose error is not known; 0 where nothing shifted.
 * @see Wallace, Ann. Math. Stat. 30, 1121 (1959), for the normal of a t.
 */
export function driftOf(shifts: Float64Array): number {
  const count = shifts.length;
  const mean = shifts.reduce((sum, value) => sum + value, 0) / count;
  const variance = shifts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  if (count < 2) return Number.NaN;
  if (mean === 0) return 0;
  const freedom = count - 1;
  const squared = (mean * mean * count) / variance;
  return ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(squared / freedom));
}
