import { z } from 'zod';
import { elementwise } from './curve.js';
import { defineObjective } from './objective-definition.js';
import { describeAtLeast, describeAtMost, describeBetween, describeNear } from './objective-description.js';
import { numberOption, positiveOption } from './option-schemas.js';
import { wellCurve } from './well-curve.js';

const width = positiveOption('How far outside the energy is 1/2, > 0, in the unit of the property').default(1);

/** E = (x − value)² / (2 sigma²). */
export const target = defineObjective({
  name: 'target',
  role: 'penalty',
  summary: 'As near to a value as possible: E = (x - value)² / (2 sigma²)',
  details:
    'The energy of a normal distribution about the value. Its desirability e^(-E) is that of gaussian without a floor.',
  options: z.strictObject({
    value: numberOption('The value to reach'),
    sigma: positiveOption('Deviation that costs 1/2, > 0, in the unit of the property').default(1),
  }),
  example: { value: 2.5, sigma: 0.5 },
  describe: ({ value, sigma }) => describeNear(value, sigma),
  create: ({ value, sigma }) => elementwise(wellCurve(value, value, sigma)),
});

/** E = 0 in [low, high], else half the squared distance to it in widths. */
export const between = defineObjective({
  name: 'between',
  role: 'penalty',
  summary: 'Inside an interval: 0 there, outside half the squared distance in widths',
  options: z
    .strictObject({
      low: numberOption('Least value that costs nothing'),
      high: numberOption('Greatest value that costs nothing, ≥ low'),
      width,
    })
    .refine(({ low, high }) => low <= high, { path: ['high'], error: 'high must not be less than low' }),
  example: { low: 200, high: 500, width: 25 },
  describe: ({ low, high }) => describeBetween(low, high),
  create: ({ low, high, width }) => elementwise(wellCurve(low, high, width)),
});

/** E = 0 from `low` on, else half the squared distance to it in widths. */
export const above = defineObjective({
  name: 'above',
  role: 'penalty',
  summary: 'At least a value: 0 from there on, below it half the squared distance in widths',
  options: z.strictObject({ low: numberOption('Least value that costs nothing'), width }),
  example: { low: 0.6, width: 0.1 },
  describe: ({ low }) => describeAtLeast(low),
  create: ({ low, width }) => elementwise(wellCurve(low, Number.POSITIVE_INFINITY, width)),
});

/** E = 0 up to `high`, else half the squared distance to it in widths. */
export const below = defineObjective({
  name: 'below',
  role: 'penalty',
  summary: 'At most a value: 0 up to there, above it half the squared distance in widths',
  options: z.strictObject({ high: numberOption('Greatest value that costs nothing'), width }),
  example: { high: 5, width: 1 },
  describe: ({ high }) => describeAtMost(high),
  create: ({ high, width }) => elementwise(wellCurve(Number.NEGATIVE_INFINITY, high, width)),
});
