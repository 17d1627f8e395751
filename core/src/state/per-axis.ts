import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { axesInWords, type CoordinateSpace } from './coordinate-space.js';

/** One number for all axes, or one for each. */
export const perAxisOption = z.union([z.number(), z.array(z.number()).min(1)]);

/** One number > 0 for all axes, or one for each. */
export const positivePerAxisOption = z.union([z.number().positive(), z.array(z.number().positive()).min(1)]);

/**
 * One number for each axis from an option that gives one for all or one for each.
 * @throws {ConfigurationError} There are not as many as axes.
 */
export function perAxis(
  given: number | readonly number[],
  space: CoordinateSpace,
  path: readonly (string | number)[],
): Float64Array {
  if (typeof given === 'number') return new Float64Array(space.dimension).fill(given);
  checkLength(given.length, space, path);
  return Float64Array.from(given);
}

/** @throws {ConfigurationError} An option has not as many entries as the space has axes. */
export function checkLength(count: number, space: CoordinateSpace, path: readonly (string | number)[]): void {
  if (count === space.dimension) return;
  const message = `${path.join('.')} has ${count} ${count === 1 ? 'entry' : 'entries'}, and the space has ${axesInWords(space)}`;
  throw new ConfigurationError([{ path, message }]);
}
