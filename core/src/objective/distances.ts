import { z } from 'zod';
import { curveOfDesirability, desirabilityObjective } from './desirability.js';
import { defineObjective } from './objective-definition.js';
import { describeNear } from './objective-description.js';
import { floorOption, numberOption, positiveOption } from './option-schemas.js';

const reference = 'Brown, Fiscato, Segler & Vaucher, J. Chem. Inf. Model. 59, 1096 (2019)';

const options = z.strictObject({
  target: numberOption('Value with desirability 1'),
  coefficient: positiveOption('Desirability lost at distance 1, > 0').default(1),
  floor: floorOption,
});

/** GuacaMol's `SquaredModifier`, 0 where it would be negative. */
export const squaredDistance = defineObjective({
  name: 'squared-distance',
  role: 'desirability',
  summary: 'Desirability that falls with the square of the distance to a value',
  details:
    "d = 1 - coefficient (x - target)², at least 0. GuacaMol's SquaredModifier, clipped to be a desirability: its target_value is target.",
  reference,
  options,
  example: { target: 3, coefficient: 0.25 },
  describe: ({ target, coefficient }) => describeNear(target, Math.sqrt(0.5 / coefficient)),
  create: ({ target, coefficient, floor }) => {
    const desirability = (x: number): number => Math.max(0, 1 - coefficient * (x - target) ** 2);
    const slope = (x: number): number => -2 * coefficient * (x - target);
    return desirabilityObjective(curveOfDesirability({ desirability, slope }), floor);
  },
});

/** GuacaMol's `AbsoluteScoreModifier`, 0 where it would be negative; there the coefficient is always 1. */
export const absoluteDistance = defineObjective({
  name: 'absolute-distance',
  role: 'desirability',
  summary: 'Desirability that falls with the distance to a value',
  details:
    "d = 1 - coefficient |x - target|, at least 0. With coefficient 1, GuacaMol's AbsoluteScoreModifier, clipped to be a desirability: its target_value is target.",
  reference,
  options,
  example: { target: 3, coefficient: 0.5 },
  describe: ({ target, coefficient }) => describeNear(target, 0.5 / coefficient),
  create: ({ target, coefficient, floor }) => {
    const desirability = (x: number): number => Math.max(0, 1 - coefficient * Math.abs(x - target));
    const slope = (x: number): number => -coefficient * Math.sign(x - target);
    return desirabilityObjective(curveOfDesirability({ desirability, slope }), floor);
  },
});
