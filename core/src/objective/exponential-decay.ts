import { z } from 'zod';
import { desirabilityObjective } from './desirability.js';
import { defineObjective } from './objective-definition.js';
import { describeAtMost } from './objective-description.js';
import { floorOption, positiveOption } from './option-schemas.js';

/** REINVENT's `exponential_decay`; its `k` is `rate`. */
export const exponentialDecay = defineObjective({
  name: 'exponential-decay',
  role: 'desirability',
  summary: 'Desirability 1 up to 0, decaying exponentially above it',
  details: "d = exp(-rate x) for x > 0, else 1. REINVENT 4's 'exponential_decay': its k is rate.",
  reference: 'Loeffler et al., J. Cheminform. 16, 20 (2024)',
  options: z.strictObject({
    rate: positiveOption('Energy per unit of the property, > 0').default(1),
    floor: floorOption,
  }),
  example: { rate: 0.5 },
  // Up to its half-life, the desirability is at least a half.
  describe: ({ rate }) => describeAtMost(0, Math.LN2 / rate),
  create: ({ rate, floor }) =>
    desirabilityObjective({ energy: (x) => rate * Math.max(0, x), slope: (x) => (x > 0 ? rate : 0) }, floor),
});
