import { z } from 'zod';
import type { Differentiable, Normalised } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, checkDimension, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

const options = z.strictObject({
  deviation: z.number().positive().default(3).describe('Standard deviation of v, the first axis'),
});

/**
 * Neal's funnel: v ~ N(0, s²) on the first axis, and x ~ N(0, eᵛ) on each of the m others:
 * E = v²/(2 s²) + ½ m v + ½ e^(−v) Σ x², the normalised density up to its constant (2π)^(−(m+1)/2)/s.
 *
 * @throws {ConfigurationError} The space has fewer than two axes.
 * @remarks O(dimension) a point.
 */
export function funnelEnergy(
  space: CoordinateSpace,
  { deviation = 3 }: { readonly deviation?: number } = {},
): Differentiable<VectorBatch> & Normalised<VectorBatch> {
  checkDimension(space, 'a funnel', 2);
  const { dimension } = space;
  const others = dimension - 1;
  const variance = deviation * deviation;
  const energy = pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, start = 0; row < energies.length; row++, start += dimension) {
      const v = points[start]!;
      const precision = Math.exp(-v);
      let square = 0;
      for (let i = start + 1; i < start + dimension; i++) square += points[i]! * points[i]!;
      const spread = square === 0 ? 0 : 0.5 * precision * square;
      energies[row] = (0.5 * v * v) / variance + 0.5 * others * v + spread;
      if (gradient === undefined) continue;
      gradient[start] = v / variance + 0.5 * others - spread;
      for (let i = start + 1; i < start + dimension; i++) gradient[i] = points[i] === 0 ? 0 : precision * points[i]!;
    }
  });
  return {
    ...energy,
    logPartition: (beta) => (beta > 0 && isUnbounded(space) ? logFunnel(beta, others, variance) : undefined),
  };
}

/** The integral over x leaves e^(½ (1 − β) m v), and a Gaussian in v with it. */
function logFunnel(beta: number, others: number, variance: number): number {
  const slope = 0.5 * (1 - beta) * others;
  return 0.5 * ((others + 1) * Math.log((2 * Math.PI) / beta) + Math.log(variance) + (slope * slope * variance) / beta);
}

/** The energy `funnel`. */
export const funnel = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'funnel',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: "Neal's funnel: the first axis is the logarithm of the others' variance",
  details:
    'The first axis is normal with a deviation of 3, and so its true moments are known. No step size fits both the neck, where it is ' +
    'negative, and the mouth: samplers that miss the neck show it in the mean of the first axis.',
  reference: 'Neal, Ann. Stat. 31, 705 (2003), section 8',
  options,
  example: { deviation: 3 },
  create: (given, { space }) => funnelEnergy(coordinateSpaceOf(space), given),
});
