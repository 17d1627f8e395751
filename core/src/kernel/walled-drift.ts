import { drift, type Metric } from './metric.js';
import { reflectPoint, type Walls } from './reflect.js';

/**
 * Walls met in one leap: with steps longer than the space between them trajectories jump about at random, and where a U-turn is
 * looked for none is seen. What is refused beyond keeps the tuning from such steps where the energy is flat.
 */
const mostTurns = 1;

/**
 * x′ = x + time · S q for one row as {@link drift} has it, off the walls on its way. The velocity Sq is mirrored by the metric:
 * with n the row of S that belongs to the axis of the wall, q ← q − 2 n (n · q)/|n|². In the coordinates S⁻¹x, in which the motion
 * is straight with velocity q, that is a ball's reflection off a plane with the normal n: volumes and |q| are kept, and the way
 * back is the way there. For a metric without correlations n has one entry, whose momentum turns about.
 *
 * A row that meets more walls than {@link mostTurns} for each axis ends outside them; so would its way back.
 *
 * @remarks O(dimension); O(dimension²) a wall met for a dense metric.
 */
export function driftBetweenWalls(
  walls: Walls,
  metric: Metric,
  chain: number,
  dimension: number,
  from: Float64Array,
  momentum: Float64Array,
  to: Float64Array,
  at: number,
  time: number,
): void {
  if (metric.kind === 'dense') {
    for (let i = at; i < at + dimension; i++) to[i] = from[i]!;
    bounceDense(walls, metric, chain, dimension, to, momentum, at, time);
    return;
  }
  drift(metric, chain, dimension, from, momentum, to, at, time);
  reflectPoint(walls, to, at, momentum, mostTurns);
}

/** Moves the point from wall to wall until its time is over. */
function bounceDense(
  walls: Walls,
  metric: Metric,
  chain: number,
  dimension: number,
  point: Float64Array,
  momentum: Float64Array,
  at: number,
  time: number,
): void {
  const ahead = Math.sign(time);
  let left = Math.abs(time);
  for (let turns = 0; turns <= mostTurns * walls.axes.length; turns++) {
    let next = -1;
    let until = left;
    for (let k = 0; k < walls.axes.length; k++) {
      const axis = walls.axes[k]!;
      const velocity = ahead * velocityOf(metric, chain, dimension, momentum, at, axis);
      if (velocity === 0) continue;
      const wall = velocity > 0 ? walls.high[k]! : walls.low[k]!;
      // Rounding may have put a point a last digit behind its wall.
      const arrival = Math.max(0, (wall - point[at + axis]!) / velocity);
      if (arrival < until) [next, until] = [k, arrival];
    }
    drift(metric, chain, dimension, point, momentum, point, at, ahead * until);
    left -= until;
    if (next < 0) return;
    const axis = walls.axes[next]!;
    const velocity = ahead * velocityOf(metric, chain, dimension, momentum, at, axis);
    point[at + axis] = velocity > 0 ? walls.high[next]! : walls.low[next]!;
    mirror(metric, chain, dimension, momentum, at, axis);
  }
  point[at + walls.axes[0]!] = Number.NaN;
}

/** The entry of S q for one axis. */
function velocityOf(
  { scale, stride }: Metric,
  chain: number,
  dimension: number,
  momentum: Float64Array,
  at: number,
  axis: number,
): number {
  const row = chain * stride + axis * dimension;
  let sum = 0;
  for (let j = 0; j <= axis; j++) sum += scale[row + j]! * momentum[at + j]!;
  return sum;
}

/** q ← q − 2 n (n · q)/|n|². */
function mirror(
  { scale, stride }: Metric,
  chain: number,
  dimension: number,
  momentum: Float64Array,
  at: number,
  axis: number,
): void {
  const row = chain * stride + axis * dimension;
  let along = 0;
  let square = 0;
  for (let j = 0; j <= axis; j++) {
    along += scale[row + j]! * momentum[at + j]!;
    square += scale[row + j]! * scale[row + j]!;
  }
  for (let j = 0; j <= axis; j++) momentum[at + j]! -= (2 * along * scale[row + j]!) / square;
}
