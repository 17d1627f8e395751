import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  stiffness: z.number().positive().default(1).describe('a of a (x² − b²)²; the barrier is a b⁴ high'),
  minimum: z.number().positive().default(1).describe('b: the wells lie at −b and b'),
  along: z
    .enum(['every-axis', 'first-axis'])
    .default('every-axis')
    .describe("Axes with two wells; with 'first-axis' the others have ½ x²"),
});

/** Options of a double well. */
export interface DoubleWellOptions {
  /** a > 0; 1 when absent. */
  readonly stiffness?: number;
  /** b > 0; 1 when absent. */
  readonly minimum?: number;
  /** 'every-axis' when absent. */
  readonly along?: 'every-axis' | 'first-axis';
}

/** E = Σ a (xᵢ² − b²)² over the axes with two wells, and ½ xᵢ² for the others. O(dimension) a point. */
export function doubleWellEnergy(
  space: CoordinateSpace,
  { stiffness = 1, minimum = 1, along = 'every-axis' }: DoubleWellOptions = {},
): Differentiable<VectorBatch> & Normalised<VectorBatch> & Partial<Tailed<VectorBatch>> & BoundedBelow<VectorBatch> {
  const { dimension } = space;
  const wellCount = along === 'every-axis' ? dimension : 1;
  const energy = pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, i = 0; row < energies.length; row++) {
      let sum = 0;
      for (let axis = 0; axis < dimension; axis++, i++) {
        const x = points[i]!;
        const depth = x * x - minimum * minimum;
        sum += axis < wellCount ? stiffness * depth * depth : 0.5 * x * x;
        if (gradient !== undefined) gradient[i] = axis < wellCount ? 4 * stiffness * depth * x : x;
      }
      energies[row] = sum;
    }
  });
  return {
    ...energy,
    ...(wellCount === dimension ? { tail: { growth: 'faster' } } : {}),
    lowerBound: 0,
    logPartition: (beta) =>
      beta > 0 && isUnbounded(space)
        ? wellCount * logWellIntegral(beta * stiffness, minimum) +
          0.5 * (dimension - wellCount) * Math.log((2 * Math.PI) / beta)
        : undefined,
  };
}

/** Steps across the well: the trapezoidal rule over a function that vanishes at both ends is exact to rounding long before. */
const stepCount = 2000;

/** e^(−E) of what lies beyond is below the last digit. */
const highestEnergy = 45;

/** ln ∫ e^(−a (x² − b²)²) dx: twice that over x ≥ 0, which is even about 0. */
function logWellIntegral(a: number, b: number): number {
  const reach = Math.sqrt(highestEnergy / a);
  const low = Math.sqrt(Math.max(0, b * b - reach));
  const step = (Math.sqrt(b * b + reach) - low) / stepCount;
  let sum = 0;
  for (let i = 0; i <= stepCount; i++) {
    const depth = (low + i * step) ** 2 - b * b;
    sum += (i === 0 || i === stepCount ? 0.5 : 1) * Math.exp(-a * depth * depth);
  }
  return Math.log(2 * step * sum);
}

/** The energy `double-well`. */
export const doubleWell = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'double-well',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'Two wells along every axis or the first, E = a (x² − b²)²',
  details: 'In n dimensions there are 2ⁿ wells of equal depth 0, with barriers of height a b⁴ between neighbours.',
  reference: 'Kramers, Physica 7, 284 (1940)',
  options,
  example: { stiffness: 2, minimum: 1 },
  create: (given, { space }) => doubleWellEnergy(coordinateSpaceOf(space), given),
});
