import { z } from 'zod';
import type { Differentiable } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { type CoordinateSpace, checkDimension, coordinateSpaceOf } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import { pointEnergy } from './point-energy.js';

/** Effects of coaching in eight schools and their standard errors, in points. Rubin (1981), table 1. */
const effects = Float64Array.of(28, 8, -3, 7, -1, 1, 18, 12);
const errors = Float64Array.of(15, 10, 16, 11, 9, 11, 10, 18);

const dimension = 10;

/**
 * The posterior of the eight schools, not centred. Axes: μ, ln τ, and z₁ … z₈ with θⱼ = μ + τ zⱼ; yⱼ ~ N(θⱼ, σⱼ²), zⱼ ~ N(0, 1),
 * μ ~ N(0, 5²), τ ~ half-Cauchy(0, 5), and the factor τ of dτ = τ d ln τ. Constants are left away.
 *
 * @throws {ConfigurationError} The space has not ten axes.
 */
export function eightSchoolsEnergy(space: CoordinateSpace): Differentiable<VectorBatch> {
  checkDimension(space, 'eight-schools', dimension, dimension);
  return pointEnergy(dimension, (points, energies, gradient) => {
    for (let row = 0, start = 0; row < energies.length; row++, start += dimension) {
      const mu = points[start]!;
      const logTau = points[start + 1]!;
      const tau = Math.exp(logTau);
      let energy = (mu * mu) / 50 + logCauchy(logTau) - logTau;
      let slopeMu = mu / 25;
      let slopeTau = 2 / (1 + 25 * Math.exp(-2 * logTau)) - 1;
      for (let school = 0, i = start + 2; school < effects.length; school++, i++) {
        const z = points[i]!;
        const deviation = (mu + tau * z - effects[school]!) / errors[school]!;
        const slope = deviation / errors[school]!;
        energy += 0.5 * (z * z + deviation * deviation);
        slopeMu += slope;
        slopeTau += slope * tau * z;
        if (gradient !== undefined) gradient[i] = z + slope * tau;
      }
      energies[row] = energy;
      if (gradient === undefined) continue;
      gradient[start] = slopeMu;
      gradient[start + 1] = slopeTau;
    }
  });
}

/** ln (1 + (τ/5)²), also where τ² is too large for a number. */
function logCauchy(logTau: number): number {
  const exponent = 2 * (logTau - Math.log(5));
  return exponent > 0 ? exponent + Math.log1p(Math.exp(-exponent)) : Math.log1p(Math.exp(exponent));
}

const options = z.strictObject({});

/** The energy `eight-schools`. */
export const eightSchools = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'eight-schools',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'The posterior of the eight schools, not centred, in ten dimensions',
  details:
    'The axes are the mean μ of the effects, the logarithm of their deviation τ, and the eight effects in units of τ from μ. Priors: μ is ' +
    'normal with deviation 5, τ half-Cauchy with scale 5. posteriordb has reference draws: eight_schools_noncentered.',
  reference: 'Rubin, J. Educ. Stat. 6, 377 (1981)',
  options,
  example: {},
  create: (_, { space }) => eightSchoolsEnergy(coordinateSpaceOf(space)),
});
