import type { Energy } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { clampedStart } from './clamped-start.js';
import { freeAxes, freeSites } from './free-variables.js';
import { quadraticWell } from './quadratic-well.js';

/** Branch of a stream for the state that gives what is neither site nor coordinate; rows have the branches from 0 on. */
const templateLabel = 0xffff_fffd;

/** A distribution that can be drawn from exactly and whose integral is known: where paths to the target begin. */
export interface ReferenceDistribution<B> {
  /** Row r draws from `rng.split(r)`. */
  draw(rng: Rng, count: number): Awaitable<B>;
  /** E₀ with density e^(−E₀) / Z₀; undefined where E₀ = 0 on the whole space. */
  readonly energy: Energy<B> | undefined;
  /** ln Z₀ */
  readonly logPartition: number;
}

/**
 * Uniform over sites and over axes that end; normal with a deviation along axes that do not. What an energy is clamped at stands
 * still.
 *
 * @param deviation - Of the axes without bounds, > 0: as wide as the target or a little wider.
 * @throws {ConfigurationError} The space is neither discrete nor continuous, or an axis is bounded on one side only.
 */
export function referenceDistribution<B>(
  space: StateSpace<B>,
  energy: Energy<B>,
  deviation: number,
): ReferenceDistribution<B> {
  if (isDiscrete(space)) return uniformSites(space, energy);
  if (isContinuous(space)) return boxOrNormal(space, energy, deviation);
  throw refused(`the space holds '${space.kind}': there is no distribution to begin from`);
}

function uniformSites<B>(space: Discrete<B>, energy: Energy<B>): ReferenceDistribution<B> {
  const free = freeSites(space, energy);
  return {
    energy: undefined,
    logPartition: free.reduce((sum, site) => sum + Math.log(space.valueCounts[site]!), 0),
    async draw(rng, count) {
      const like = await manyLike(space, rng, count);
      const sites = space.sites(like).slice();
      for (let row = 0; row < count; row++) {
        const stream = rng.split(row);
        const offset = row * space.siteCount;
        for (const site of free) sites[offset + site] = stream.integer(space.valueCounts[site]!);
      }
      return clampedStart(space, energy, space.withSites(like, sites));
    },
  };
}

function boxOrNormal<B>(space: Continuous<B>, energy: Energy<B>, deviation: number): ReferenceDistribution<B> {
  const { low, high, names } = space.axes;
  const free = freeAxes(space, energy);
  const isOpen = (axis: number): boolean => !Number.isFinite(low[axis]!) && !Number.isFinite(high[axis]!);
  const half = free.find((axis) => !isOpen(axis) && !(Number.isFinite(low[axis]!) && Number.isFinite(high[axis]!)));
  if (half !== undefined) throw refused(`the axis '${names[half]}' ends on one side only; give it both bounds or none`);
  const open = free.filter(isOpen);
  const closed = free.filter((axis) => !isOpen(axis));
  const volume = closed.reduce((sum, axis) => sum + Math.log(high[axis]! - low[axis]!), 0);
  return {
    energy: open.length === 0 ? undefined : quadraticWell(space, open, deviation),
    logPartition: volume + open.length * Math.log(deviation * Math.sqrt(2 * Math.PI)),
    async draw(rng, count) {
      const like = await manyLike(space, rng, count);
      const points = new Float64Array(count * space.dimension);
      for (let row = 0; row < count; row++) {
        const stream = rng.split(row);
        const offset = row * space.dimension;
        for (const axis of free) {
          const width = high[axis]! - low[axis]!;
          points[offset + axis] = isOpen(axis) ? deviation * stream.normal() : low[axis]! + width * stream.uniform();
        }
      }
      return clampedStart(space, energy, space.withCoordinates(like, points));
    },
  };
}

/** One random state, so many times: what is neither site nor coordinate comes from it. */
async function manyLike<B>(space: StateSpace<B>, rng: Rng, count: number): Promise<B> {
  return space.take(await space.random(rng.split(templateLabel), 1), new Int32Array(count));
}

function refused(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}
