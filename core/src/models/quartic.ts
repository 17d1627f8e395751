import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  stiffness: z.number().positive().default(1).describe('a of a x⁴'),
});

/** Γ(1/4). */
const gammaOfQuarter = 3.625609908221908;

/** E = a Σ xᵢ⁴, with a = `stiffness` > 0. O(dimension) a point. */
export function quarticEnergy(
  space: CoordinateSpace,
  { stiffness = 1 }: { readonly stiffness?: number } = {},
): Differentiable<VectorBatch> & Normalised<VectorBatch> & Tailed<VectorBatch> & BoundedBelow<VectorBatch> {
  const { dimension } = space;
  const energy = pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, i = 0; row < energies.length; row++) {
      let sum = 0;
      for (let axis = 0; axis < dimension; axis++, i++) {
        const x = points[i]!;
        sum += stiffness * x * x * x * x;
        if (gradient !== undefined) gradient[i] = 4 * stiffness * x * x * x;
      }
      energies[row] = sum;
    }
  });
  return {
    ...energy,
    tail: { growth: 'faster' },
    lowerBound: 0,
    // ∫ e^(−a x⁴) dx = Γ(1/4) / (2 a^(1/4)).
    logPartition: (beta) =>
      beta > 0 && isUnbounded(space)
        ? dimension * (Math.log(gammaOfQuarter / 2) - 0.25 * Math.log(beta * stiffness))
        : undefined,
  };
}

/** The energy `quartic`. */
export const quartic = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'quartic',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'The quartic well, E = a Σ x⁴',
  details:
    'Flat at the bottom and steeper than any Gaussian far out: Langevin steps of a fixed size run away from far starting points.',
  reference: 'Bender & Wu, Phys. Rev. 184, 1231 (1969)',
  options,
  example: { stiffness: 1 },
  create: (given, { space }) => quarticEnergy(coordinateSpaceOf(space), given),
});
