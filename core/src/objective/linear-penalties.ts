import { z } from 'zod';
import { elementwise } from './curve.js';
import { defineObjective } from './objective-definition.js';
import { positiveOption } from './option-schemas.js';

const options = z.strictObject({
  scale: positiveOption('Change of the property that changes the energy by 1, > 0, in its unit').default(1),
});

/** E = x / scale. Unbounded below: −Infinity in gives −Infinity out, which no energy may be. */
export const minimise = defineObjective({
  name: 'minimise',
  role: 'penalty',
  summary: 'Less is better, without end: E = x / scale',
  options,
  example: { scale: 1 },
  describe: () => ({ words: 'as low as possible' }),
  create: ({ scale }) => elementwise({ energy: (x) => x / scale, slope: () => 1 / scale }),
});

/** E = −x / scale. */
export const maximise = defineObjective({
  name: 'maximise',
  role: 'penalty',
  summary: 'More is better, without end: E = -x / scale',
  options,
  example: { scale: 1 },
  describe: () => ({ words: 'as high as possible' }),
  create: ({ scale }) => elementwise({ energy: (x) => -x / scale, slope: () => -1 / scale }),
});
