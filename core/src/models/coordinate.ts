import { z } from 'zod';
import type { Differentiable, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import { axesInWords, type CoordinateSpace, coordinateSpaceOf } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  axis: z.union([z.string().min(1), z.int().min(0)]).describe('Name of the axis, or its number from 0'),
});

/**
 * One coordinate of a point, as a property.
 * @throws {ConfigurationError} The space has no such axis.
 */
export function coordinateProperty(
  space: CoordinateSpace,
  axis: string | number,
): Differentiable<VectorBatch> & Tailed<VectorBatch> {
  const { dimension } = space;
  const index = typeof axis === 'number' ? axis : space.axes.names.indexOf(axis);
  if (!(Number.isInteger(index) && index >= 0 && index < dimension)) {
    const message = `there is no axis ${typeof axis === 'number' ? axis : `'${axis}'`}; the space has ${axesInWords(space)}`;
    throw new ConfigurationError([{ path: ['axis'], message }]);
  }
  const slope = new Float64Array(dimension);
  slope[index] = 1;
  const value = pointEnergy(dimension, (points, values, gradient) => {
    for (let row = 0, i = index; row < values.length; row++, i += dimension) values[row] = points[i]!;
    if (gradient === undefined) return;
    gradient.fill(0);
    for (let i = index; i < gradient.length; i += dimension) gradient[i] = 1;
  });
  return { ...value, tail: { growth: 'linear', slope } };
}

/** The property `coordinate`. */
export const coordinate = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'coordinate',
  space: 'vector',
  role: 'property',
  unit: '1',
  summary: 'One coordinate of a point',
  reference: 'Descartes, La Géométrie, Maire, Leiden (1637)',
  options,
  example: { axis: 0 },
  create: ({ axis }, { space }) => coordinateProperty(coordinateSpaceOf(space), axis),
});
