import { z } from 'zod';
import { elementwise } from './curve.js';
import type { Objective } from './objective.js';
import { defineObjective } from './objective-definition.js';
import { positiveOption } from './option-schemas.js';

const options = z.strictObject({
  scale: positiveOption('Change of the property that changes the energy by 1, > 0, in its unit').default(1),
});

/** E = x / scale, scale ≠ 0. */
function line(scale: number): Objective {
  return { ...elementwise({ energy: (x) => x / scale, slope: () => 1 / scale }), slope: 1 / scale };
}

/** E = x / scale. Unbounded below: −Infinity in gives −Infinity out, which no energy may be. */
export const minimise = defineObjective({
  name: 'minimise',
  role: 'penalty',
  summary: 'Less is better, without end: E = x / scale',
  options,
  example: { scale: 1 },
  describe: () => ({ words: 'as low as possible' }),
  create: ({ scale }) => line(scale),
});

/** E = −x / scale. */
export const maximise = defineObjective({
  name: 'maximise',
  role: 'penalty',
  summary: 'More is better, without end: E = -x / scale',
  options,
  example: { scale: 1 },
  describe: () => ({ words: 'as high as possible' }),
  create: ({ scale }) => line(-scale),
});
