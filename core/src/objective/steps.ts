import { z } from 'zod';
import { desirabilityObjective } from './desirability.js';
import type { Objective } from './objective.js';
import { defineObjective } from './objective-definition.js';
import { describeAtLeast, describeAtMost, describeBetween } from './objective-description.js';
import { floorOption, numberOption } from './option-schemas.js';

const reference = 'Loeffler et al., J. Cheminform. 16, 20 (2024)';
const details =
  'Outside, the energy is +Infinity, or -ln floor with a floor. The energy is flat, so samplers that follow gradients get no direction from it.';

function stepObjective(low: number, high: number, floor: number): Objective {
  const energy = (x: number): number => (x >= low && x <= high ? 0 : Number.POSITIVE_INFINITY);
  return desirabilityObjective({ energy, slope: () => 0 }, floor);
}

/** REINVENT's `left_step`: d = 1 for x ≤ low. */
export const leftStep = defineObjective({
  name: 'left-step',
  role: 'desirability',
  summary: 'Desirability 1 up to a value, 0 above it',
  details,
  reference,
  options: z.strictObject({ low: numberOption('Greatest value with desirability 1'), floor: floorOption }),
  example: { low: 5 },
  describe: ({ low }) => describeAtMost(low),
  create: ({ low, floor }) => stepObjective(Number.NEGATIVE_INFINITY, low, floor),
});

/** REINVENT's `right_step`: d = 1 for x ≥ high. */
export const rightStep = defineObjective({
  name: 'right-step',
  role: 'desirability',
  summary: 'Desirability 1 from a value on, 0 below it',
  details,
  reference,
  options: z.strictObject({ high: numberOption('Least value with desirability 1'), floor: floorOption }),
  example: { high: 0.6 },
  describe: ({ high }) => describeAtLeast(high),
  create: ({ high, floor }) => stepObjective(high, Number.POSITIVE_INFINITY, floor),
});

/** REINVENT's `step`: d = 1 for low ≤ x ≤ high. */
export const step = defineObjective({
  name: 'step',
  role: 'desirability',
  summary: 'Desirability 1 inside an interval, ends included, 0 outside',
  details,
  reference,
  options: z
    .strictObject({
      low: numberOption('Least value with desirability 1'),
      high: numberOption('Greatest value with desirability 1, ≥ low'),
      floor: floorOption,
    })
    .refine(({ low, high }) => low <= high, { path: ['high'], error: 'high must not be less than low' }),
  example: { low: 200, high: 500 },
  describe: ({ low, high }) => describeBetween(low, high),
  create: ({ low, high, floor }) => stepObjective(low, high, floor),
});
