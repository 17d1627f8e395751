import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, checkDimension, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  deviation: z.number().positive().default(10).describe('s: standard deviation along the first axis'),
  curvature: z.number().default(0.03).describe('b: how strongly the second axis is bent; 0 for none, 0.1 for much'),
});

/** Options of a banana. */
export interface BananaOptions {
  /** s > 0; 10 when absent. */
  readonly deviation?: number;
  /** b; 0.03 when absent. */
  readonly curvature?: number;
}

/**
 * A Gaussian bent along a parabola: E = x₁²/(2 s²) + ½ (x₂ + b (x₁² − s²))² + ½ Σᵢ﹥₂ xᵢ². The bending keeps volumes, so moments
 * and the integral are those of Gaussians.
 *
 * @throws {ConfigurationError} The space has fewer than two axes.
 * @remarks O(dimension) a point.
 */
export function bananaEnergy(
  space: CoordinateSpace,
  { deviation = 10, curvature = 0.03 }: BananaOptions = {},
): Differentiable<VectorBatch> & Normalised<VectorBatch> & BoundedBelow<VectorBatch> {
  checkDimension(space, 'a banana', 2);
  const { dimension } = space;
  const variance = deviation * deviation;
  const energy = pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, start = 0; row < energies.length; row++, start += dimension) {
      const x = points[start]!;
      const straight = points[start + 1]! + curvature * (x * x - variance);
      let square = (x * x) / variance + straight * straight;
      for (let i = start + 2; i < start + dimension; i++) square += points[i]! * points[i]!;
      energies[row] = 0.5 * square;
      if (gradient === undefined) continue;
      gradient[start] = x / variance + 2 * curvature * x * straight;
      gradient[start + 1] = straight;
      for (let i = start + 2; i < start + dimension; i++) gradient[i] = points[i]!;
    }
  });
  return {
    ...energy,
    lowerBound: 0,
    logPartition: (beta) =>
      beta > 0 && isUnbounded(space)
        ? 0.5 * dimension * Math.log((2 * Math.PI) / beta) + Math.log(deviation)
        : undefined,
  };
}

/** The energy `banana`. */
export const banana = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'banana',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'A Gaussian bent along a parabola in the first two axes',
  details:
    'E = x²/(2 s²) + ½ (y + b (x² − s²))², and ½ of the square of every other axis. Both axes have mean 0; the variance is s² along ' +
    'the first and 1 + 2 b² s⁴ along the second.',
  reference: 'Haario, Saksman & Tamminen, Comput. Stat. 14, 375 (1999)',
  options,
  example: { deviation: 10, curvature: 0.03 },
  create: (given, { space }) => bananaEnergy(coordinateSpaceOf(space), given),
});
