import { z } from 'zod';
import type { Curve } from './curve.js';
import { desirabilityObjective } from './desirability.js';
import { logisticCurve } from './logistic-curve.js';
import { defineObjective } from './objective-definition.js';
import {
  describeAtLeast,
  describeAtMost,
  describeBetween,
  numberWords,
  type ObjectiveDescription,
} from './objective-description.js';
import { floorOption, numberOption, positiveOption } from './option-schemas.js';

const reinvent = 'Loeffler et al., J. Cheminform. 16, 20 (2024)';

const singleOptions = z
  .strictObject({
    low: numberOption('Where the change is about to begin'),
    high: numberOption('Where the change is about to end, > low'),
    steepness: positiveOption('Steepness, > 0: at 0.5, d is 0.003 at one end and 0.997 at the other').default(0.5),
    floor: floorOption,
  })
  .refine(({ low, high }) => low < high, {
    path: ['high'],
    error: 'high must be greater than low; for a jump at one value use right-step or left-step',
  });

/** REINVENT's slope is in powers of ten: d = 1 / (1 + 10^(−10 · steepness · (x − middle) / (high − low))). */
function singleCurve({ low, high, steepness }: z.output<typeof singleOptions>, direction: 1 | -1): Curve {
  return logisticCurve((direction * 10 * Math.LN10 * steepness) / (high - low), (low + high) / 2);
}

/** From the middle on, the desirability is at least a half. */
function describeSingle({ low, high }: z.output<typeof singleOptions>, direction: 1 | -1): ObjectiveDescription {
  const middle = (low + high) / 2;
  const { words, wanted } = direction === 1 ? describeAtLeast(middle) : describeAtMost(middle);
  const change = direction === 1 ? 'rising' : 'falling';
  return { words: `${words} (${change} from ${numberWords(low)} to ${numberWords(high)})`, ...(wanted && { wanted }) };
}

/** REINVENT's `sigmoid`; its `k` is `steepness`. */
export const sigmoid = defineObjective({
  name: 'sigmoid',
  role: 'desirability',
  summary: 'Desirability that rises from 0 to 1 between two values',
  details:
    "d = 1 / (1 + 10^(-10 steepness (x - middle) / (high - low))). REINVENT's 'sigmoid': its low, high and k are low, high and steepness.",
  reference: reinvent,
  options: singleOptions,
  example: { low: 4, high: 9, steepness: 0.25 },
  describe: (options) => describeSingle(options, 1),
  create: (options) => desirabilityObjective(singleCurve(options, 1), options.floor),
});

/** REINVENT's `reverse_sigmoid`; its `k` is `steepness`. */
export const reverseSigmoid = defineObjective({
  name: 'reverse-sigmoid',
  role: 'desirability',
  summary: 'Desirability that falls from 1 to 0 between two values',
  details:
    "One minus the sigmoid of the same options. REINVENT's 'reverse_sigmoid': its low, high and k are low, high and steepness.",
  reference: reinvent,
  options: singleOptions,
  example: { low: 4, high: 9, steepness: 0.25 },
  describe: (options) => describeSingle(options, -1),
  create: (options) => desirabilityObjective(singleCurve(options, -1), options.floor),
});

/** REINVENT's `double_sigmoid`; `coef_div`, `coef_si` and `coef_se` are `divisor`, `lowSteepness` and `highSteepness`. */
export const doubleSigmoid = defineObjective({
  name: 'double-sigmoid',
  role: 'desirability',
  summary: 'Desirability near 1 between two values, falling to 0 on both sides',
  details:
    "Left of the middle d = 1 / (1 + 10^(-(lowSteepness / divisor) (x - low))), right of it d = 1 / (1 + 10^((highSteepness / divisor) (x - high))); so d is 1/2 at low and at high. It jumps at the middle unless both sides agree there. REINVENT 4's 'double_sigmoid': its coef_div, coef_si and coef_se are divisor, lowSteepness and highSteepness.",
  reference: reinvent,
  options: z
    .strictObject({
      low: numberOption('Where d is 1/2 on the way up'),
      high: numberOption('Where d is 1/2 on the way down, > low'),
      divisor: positiveOption('Divides both steepnesses, > 0, in the unit of the property').default(100),
      lowSteepness: positiveOption('Steepness at low, > 0').default(150),
      highSteepness: positiveOption('Steepness at high, > 0').default(150),
      floor: floorOption,
    })
    .refine(({ low, high }) => low < high, { path: ['high'], error: 'high must be greater than low' }),
  example: { low: 4, high: 9, divisor: 100, lowSteepness: 150, highSteepness: 150 },
  describe: ({ low, high }) => describeBetween(low, high),
  create: ({ low, high, divisor, lowSteepness, highSteepness, floor }) => {
    const rising = logisticCurve((Math.LN10 * lowSteepness) / divisor, low);
    const falling = logisticCurve((-Math.LN10 * highSteepness) / divisor, high);
    const sideOf = (x: number): Curve => (x < (low + high) / 2 ? rising : falling);
    return desirabilityObjective({ energy: (x) => sideOf(x).energy(x), slope: (x) => sideOf(x).slope(x) }, floor);
  },
});
