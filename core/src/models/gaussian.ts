import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import { perAxis, perAxisOption } from '../state/per-axis.js';
import type { VectorBatch } from '../state/vector-space.js';
import { denseForm } from './dense-form.js';
import { type PointFunction, pointEnergy } from './point-energy.js';
import { matrixOf, type Precision, precisionOf, type WidthOptions, widthFault, widthOptions } from './precision.js';

const options = z
  .strictObject({
    mean: perAxisOption.default(0).describe('Mean: one number for all axes, or one for each'),
    ...widthOptions,
  })
  .superRefine((given, context) => {
    const message = widthFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** A Gaussian by its mean and how wide it is. */
export interface GaussianOptions extends WidthOptions {
  readonly mean?: number | readonly number[];
}

/**
 * E = ½ (x − μ)ᵀ P (x − μ) with the precision P: a Gaussian without its constant.
 *
 * @throws {ConfigurationError} The options are not of the space's dimension, or no Gaussian's.
 * @remarks O(dimension) a point where the axes are independent, else O(dimension²).
 */
export function gaussianEnergy(
  space: CoordinateSpace,
  { mean = 0, ...widths }: GaussianOptions,
): Differentiable<VectorBatch> & Normalised<VectorBatch> & Tailed<VectorBatch> & BoundedBelow<VectorBatch> {
  const precision = precisionOf(widths, space);
  const centre = perAxis(mean, space, ['mean']);
  const fill = precision.kind === 'diagonal' ? diagonalForm(centre, precision) : denseForm(centre, precision.entries);
  return {
    ...pointEnergy(space.dimension, fill),
    tail: { growth: 'quadratic', form: matrixOf(precision) },
    lowerBound: 0,
    logPartition: (beta) =>
      beta > 0 && isUnbounded(space)
        ? 0.5 * (space.dimension * Math.log((2 * Math.PI) / beta) - precision.logDeterminant)
        : undefined,
  };
}

function diagonalForm(mean: Float64Array, { entries }: Precision): PointFunction {
  const dimension = mean.length;
  return (points, energy, gradient) => {
    const inPairs = gradient === undefined ? 0 : energy.length - (energy.length % 2);
    if (gradient !== undefined) diagonalPairs(mean, entries, points, energy, gradient, inPairs);
    for (let row = inPairs, i = inPairs * dimension; row < energy.length; row++) {
      let sum = 0;
      for (let axis = 0; axis < dimension; axis++, i++) {
        const offset = points[i]! - mean[axis]!;
        const force = entries[axis]! * offset;
        sum += force * offset;
        if (gradient !== undefined) gradient[i] = force;
      }
      energy[row] = 0.5 * sum;
    }
  };
}

/**
 * Two points at a time and two axes at a time, nearly twice as fast as one by one: sums need not wait for each other. Every point
 * gets the bits that it gets alone.
 *
 * @param rowCount - Points, an even number of them.
 */
function diagonalPairs(
  mean: Float64Array,
  entries: Float64Array,
  points: Float64Array,
  energy: Float64Array,
  gradient: Float64Array,
  rowCount: number,
): void {
  const dimension = mean.length;
  for (let row = 0, i = 0; row < rowCount; row += 2, i += dimension) {
    let sum = 0;
    let sumThere = 0;
    let axis = 0;
    let j = i + dimension;
    for (; axis + 1 < dimension; axis += 2, i += 2, j += 2) {
      const centre = mean[axis]!;
      const next = mean[axis + 1]!;
      const entry = entries[axis]!;
      const nextEntry = entries[axis + 1]!;
      const offset = points[i]! - centre;
      const nextOffset = points[i + 1]! - next;
      const offsetThere = points[j]! - centre;
      const nextOffsetThere = points[j + 1]! - next;
      const force = entry * offset;
      const nextForce = nextEntry * nextOffset;
      const forceThere = entry * offsetThere;
      const nextForceThere = nextEntry * nextOffsetThere;
      sum += force * offset;
      sum += nextForce * nextOffset;
      sumThere += forceThere * offsetThere;
      sumThere += nextForceThere * nextOffsetThere;
      gradient[i] = force;
      gradient[i + 1] = nextForce;
      gradient[j] = forceThere;
      gradient[j + 1] = nextForceThere;
    }
    for (; axis < dimension; axis++, i++, j++) {
      const offset = points[i]! - mean[axis]!;
      const offsetThere = points[j]! - mean[axis]!;
      gradient[i] = entries[axis]! * offset;
      gradient[j] = entries[axis]! * offsetThere;
      sum += gradient[i]! * offset;
      sumThere += gradient[j]! * offsetThere;
    }
    energy[row] = 0.5 * sum;
    energy[row + 1] = 0.5 * sumThere;
  }
}

/** The energy `gaussian`. */
export const gaussianModel = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'gaussian',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'A Gaussian, E = ½ (x − μ)ᵀ Σ⁻¹ (x − μ)',
  details:
    'The energy is 0 at the mean: the constant of the normalised density is left away. Its partition function is known at every beta. ' +
    'Widths are given as deviations, variances, a covariance matrix or its inverse.',
  reference: 'Gauss, Theoria motus corporum coelestium, Perthes & Besser, Hamburg (1809)',
  options,
  example: {
    mean: [1, -1],
    covariance: [
      [2, 0.6],
      [0.6, 1],
    ],
  },
  create: (given, { space }) => gaussianEnergy(coordinateSpaceOf(space), given),
});
