import { z } from 'zod';
import { curveOfDesirability, desirabilityObjective } from './desirability.js';
import { monotoneCubicFunction, piecewiseLinearFunction } from './interpolation.js';
import { defineObjective } from './objective-definition.js';
import { floorOption, pointsOption } from './option-schemas.js';

const options = z.strictObject({ points: pointsOption, floor: floorOption });

const example = {
  points: [
    { value: 0, desirability: 0 },
    { value: 2, desirability: 1 },
    { value: 3, desirability: 1 },
    { value: 5, desirability: 0.1 },
  ],
};

/** Straight lines between points: REINVENT 3's `custom_interpolation`, truncated on both sides. */
export const piecewiseLinear = defineObjective({
  name: 'piecewise-linear',
  role: 'desirability',
  summary: 'Desirability on straight lines between points, constant beyond them',
  options,
  example,
  create: ({ points, floor }) => desirabilityObjective(curveOfDesirability(piecewiseLinearFunction(points)), floor),
});

/** A smooth curve through points that rises and falls only where they do. */
export const monotoneCubic = defineObjective({
  name: 'monotone-cubic',
  role: 'desirability',
  summary: 'Desirability on a smooth curve through points, without overshoot, constant beyond them',
  details:
    'Piecewise cubic with the slopes of Fritsch and Butland at the inner points and 0 at the ends, so the derivative is continuous.',
  reference: 'Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984)',
  options,
  example,
  create: ({ points, floor }) => desirabilityObjective(curveOfDesirability(monotoneCubicFunction(points)), floor),
});
