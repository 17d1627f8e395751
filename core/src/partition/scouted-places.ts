import { ChainStreams } from '../kernel/chain-streams.js';
import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import { placesOf } from '../path/annealing-path.js';
import type { ReferenceDistribution } from '../path/reference-distribution.js';
import { type Friction, frictionOf, placesByLength } from '../path/thermodynamic-length.js';
import type { PartitionProgress } from './partition-definition.js';
import type { PathWalk } from './path-walk.js';

/** How the places of a path are scouted. */
export interface Scouting {
  /** The scouting chains' own stream. */
  readonly rng: Rng;
  readonly signal: CancellationSignal | undefined;
  readonly chains: number;
  /** Intervals that are wanted. */
  readonly temperatures: number;
  /** Intervals that are looked at. */
  readonly scouts: number;
  /** How closely the places that are looked at crowd near the reference: see `placesOf`. */
  readonly power?: number;
  /** Of the progress that is told. */
  readonly total: number;
}

/**
 * Places by the thermodynamic length of the path, as chains of their own find it on a faster way from the reference to the target.
 *
 * @returns [temperatures + 1], from 0 to 1; placed as without scouting where it was cancelled.
 * @remarks (scouts + 1) · chains evaluations beside those that the walk counts.
 */
export async function* scoutedPlaces<B>(
  reference: ReferenceDistribution<B>,
  walk: PathWalk<B>,
  { rng, signal, chains, temperatures, scouts, power, total }: Scouting,
): AsyncGenerator<PartitionProgress, Float64Array> {
  let batch: B = await reference.draw(rng, chains);
  const streams = new ChainStreams(rng, chains, chains);
  let before = await walk.path.slope(batch);
  const known: Friction[] = [{ place: 0, friction: frictionOf(new Float64Array(chains), before) }];
  for (const [k, place] of placesOf(scouts, power).entries()) {
    if (k === 0) continue;
    batch = await walk.at(place, streams, k, batch);
    const after = await walk.path.slope(batch);
    known.push({ place, friction: frictionOf(before, after) });
    before = after;
    if (signal?.aborted) return placesOf(temperatures, power);
    yield { done: k, total, unit: 'temperatures' };
  }
  return placesByLength(known, temperatures);
}
