import { ConfigurationError } from '../errors/design-error.js';
import { type Continuous, isContinuous } from './continuous.js';
import type { StateSpace } from './state-space.js';
import type { VectorBatch } from './vector-space.js';

/** A continuous space whose batches are its coordinates, as those of `vector` are. */
export type CoordinateSpace = Continuous<VectorBatch>;

/** @throws {ConfigurationError} The space has no coordinates. */
export function coordinateSpaceOf(space: StateSpace<VectorBatch>): CoordinateSpace {
  if (isContinuous(space)) return space;
  throw new ConfigurationError([{ path: [], message: `a space of kind '${space.kind}' has no coordinates` }]);
}

/** Whether the space is all of ℝⁿ, so that integrals over ℝⁿ are integrals over it. */
export function isUnbounded({ axes: { low, high } }: CoordinateSpace): boolean {
  return (
    low.every((bound) => bound === Number.NEGATIVE_INFINITY) &&
    high.every((bound) => bound === Number.POSITIVE_INFINITY)
  );
}

/** @throws {ConfigurationError} The space has fewer axes than `least`, or more than `most`. */
export function checkDimension(
  space: CoordinateSpace,
  model: string,
  least: number,
  most = Number.POSITIVE_INFINITY,
): void {
  if (space.dimension >= least && space.dimension <= most) return;
  const needed = least === most ? `${least}` : `${least} or more`;
  throw new ConfigurationError([
    { path: [], message: `${model} needs ${needed} axes, and the space has ${axesInWords(space)}` },
  ]);
}

/** '2 axes: x, y'. */
export function axesInWords({ axes: { names } }: CoordinateSpace): string {
  const shown = names.length <= 8 ? names.join(', ') : `${names.slice(0, 3).join(', ')} … ${names.at(-1)}`;
  return `${names.length} ${names.length === 1 ? 'axis' : 'axes'}: ${shown}`;
}
