import { z } from 'zod';
import type { Differentiable } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, coordinateSpaceOf } from '../state/coordinate-space.js';
import { perAxis, perAxisOption } from '../state/per-axis.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  point: perAxisOption.default(0).describe('The point: one coordinate for all axes, or one for each'),
});

/**
 * The Euclidean distance from a point, the short way round on circles, as a property. Its gradient is taken to be 0 at the point.
 *
 * @throws {ConfigurationError} The point is not of the space's dimension.
 */
export function distanceProperty(
  space: CoordinateSpace,
  point: number | readonly number[],
): Differentiable<VectorBatch> {
  const { dimension } = space;
  const origin = perAxis(point, space, ['point']);
  const { low, high, periodic } = space.axes;
  const periods = Float64Array.from(periodic, (isPeriodic, axis) => (isPeriodic === 1 ? high[axis]! - low[axis]! : 0));
  return pointEnergy(dimension, (points, values, gradient) => {
    for (let row = 0, start = 0; row < values.length; row++, start += dimension) {
      let square = 0;
      for (let axis = 0; axis < dimension; axis++) {
        const offset = shortest(points[start + axis]! - origin[axis]!, periods[axis]!);
        square += offset * offset;
      }
      const distance = Math.sqrt(square);
      values[row] = distance;
      if (gradient === undefined) continue;
      for (let axis = 0; axis < dimension; axis++) {
        const offset = shortest(points[start + axis]! - origin[axis]!, periods[axis]!);
        gradient[start + axis] = distance === 0 ? 0 : offset / distance;
      }
    }
  });
}

function shortest(offset: number, period: number): number {
  return period === 0 ? offset : offset - period * Math.round(offset / period);
}

/** The property `distance-from`. */
export const distanceFrom = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'distance-from',
  space: 'vector',
  role: 'property',
  unit: '1',
  summary: 'Euclidean distance from a point, the short way round on circles',
  reference: 'Euclid, Elements, book I, proposition 47',
  options,
  example: { point: 0 },
  create: ({ point }, { space }) => distanceProperty(coordinateSpaceOf(space), point),
});
