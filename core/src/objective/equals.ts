import { z } from 'zod';
import { elementwise } from './curve.js';
import { defineObjective } from './objective-definition.js';
import { describeNear, numberWords } from './objective-description.js';
import { numberOption, positiveOption } from './option-schemas.js';

/** E = 0 where |x − value| ≤ tolerance, else the penalty. */
export const equals = defineObjective({
  name: 'equals',
  role: 'penalty',
  summary: 'Exactly a value: 0 there, elsewhere a fixed penalty or forbidden',
  details:
    'For counts and other whole numbers. The energy is flat, so samplers that follow gradients get no direction from it.',
  options: z.strictObject({
    value: numberOption('The value to have'),
    tolerance: z.number().min(0).default(0).describe('Greatest deviation that counts as equal, ≥ 0'),
    penalty: positiveOption('Energy elsewhere, > 0; without it everything else is forbidden').optional(),
  }),
  example: { value: 3, penalty: 5 },
  describe: ({ value, tolerance }) => ({
    ...describeNear(value, tolerance),
    words:
      tolerance === 0 ? `exactly ${numberWords(value)}` : `within ${numberWords(tolerance)} of ${numberWords(value)}`,
  }),
  create: ({ value, tolerance, penalty = Number.POSITIVE_INFINITY }) =>
    elementwise({ energy: (x) => (Math.abs(x - value) <= tolerance ? 0 : penalty), slope: () => 0 }),
});
