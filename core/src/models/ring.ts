import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';
import { logShellIntegral } from './shell-integral.js';

const options = z.strictObject({
  radius: z.number().positive().default(2).describe('Radius, in the units of the axes'),
  width: z.number().positive().default(0.4).describe('Standard deviation across the ring'),
});

/** Options of a ring. */
export interface RingOptions {
  /** R > 0; 2 when absent. */
  readonly radius?: number;
  /** w > 0; 0.4 when absent. */
  readonly width?: number;
}

/**
 * E = (|x| − R)²/(2 w²): a ring in the plane, a shell in space, and two wells on a line. The gradient is taken to be 0 at the
 * origin, where the energy has a cusp. O(dimension) a point.
 */
export function ringEnergy(
  space: CoordinateSpace,
  { radius = 2, width = 0.4 }: RingOptions = {},
): Differentiable<VectorBatch> & Normalised<VectorBatch> & Tailed<VectorBatch> & BoundedBelow<VectorBatch> {
  const { dimension } = space;
  const stiffness = 1 / (width * width);
  const energy = pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, start = 0; row < energies.length; row++, start += dimension) {
      let square = 0;
      for (let i = start; i < start + dimension; i++) square += points[i]! * points[i]!;
      const distance = Math.sqrt(square);
      energies[row] = 0.5 * stiffness * (distance - radius) * (distance - radius);
      if (gradient === undefined) continue;
      const pull = distance === 0 ? 0 : stiffness * (1 - radius / distance);
      for (let i = start; i < start + dimension; i++) gradient[i] = pull * points[i]!;
    }
  });
  const form = new Float64Array(dimension * dimension);
  for (let axis = 0; axis < dimension; axis++) form[axis * (dimension + 1)] = stiffness;
  return {
    ...energy,
    tail: { growth: 'quadratic', form },
    lowerBound: 0,
    logPartition: (beta) =>
      beta > 0 && isUnbounded(space) ? logShellIntegral(dimension, radius, width / Math.sqrt(beta)) : undefined,
  };
}

/** The energy `ring`. */
export const ring = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'ring',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'A ring or shell about the origin, E = (|x| − R)²/(2 w²)',
  details: 'Every direction is equally likely, and the mean is 0. The partition function is known at every beta.',
  reference: 'Rezende & Mohamed, Proc. ICML 37, 1530 (2015), table 1',
  options,
  example: { radius: 2, width: 0.4 },
  create: (given, { space }) => ringEnergy(coordinateSpaceOf(space), given),
});
