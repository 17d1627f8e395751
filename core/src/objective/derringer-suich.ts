import { z } from 'zod';
import type { Curve } from './curve.js';
import { desirabilityObjective, raised } from './desirability.js';
import { defineObjective } from './objective-definition.js';
import { describeAtLeast, describeAtMost, numberWords } from './objective-description.js';
import { floorOption, numberOption, positiveOption } from './option-schemas.js';
import { rampCurve } from './ramp-curve.js';

const reference = 'Derringer & Suich, J. Qual. Technol. 12, 214 (1980)';
const exponent = positiveOption(
  'Exponent, > 0: above 1, values must be near the target; below 1, they need not',
).default(1);

/** One-sided, larger is better: ((x − low) / (target − low))^exponent. */
export const derringerMaximum = defineObjective({
  name: 'derringer-maximum',
  role: 'desirability',
  summary: 'One-sided desirability of Derringer and Suich: larger is better',
  details: 'd is 0 up to low, ((x - low) / (target - low))^exponent up to target, and 1 from there on.',
  reference,
  options: z
    .strictObject({
      low: numberOption('Greatest value with desirability 0'),
      target: numberOption('Least value with desirability 1, > low'),
      exponent,
      floor: floorOption,
    })
    .refine(({ low, target }) => low < target, { path: ['target'], error: 'target must be greater than low' }),
  example: { low: 120, target: 170, exponent: 1 },
  describe: ({ target }) => describeAtLeast(target),
  create: ({ low, target, exponent, floor }) => desirabilityObjective(raised(rampCurve(low, target), exponent), floor),
});

/** One-sided, smaller is better: ((high − x) / (high − target))^exponent. */
export const derringerMinimum = defineObjective({
  name: 'derringer-minimum',
  role: 'desirability',
  summary: 'One-sided desirability of Derringer and Suich: smaller is better',
  details: 'd is 1 up to target, ((high - x) / (high - target))^exponent up to high, and 0 from there on.',
  reference,
  options: z
    .strictObject({
      target: numberOption('Greatest value with desirability 1'),
      high: numberOption('Least value with desirability 0, > target'),
      exponent,
      floor: floorOption,
    })
    .refine(({ target, high }) => target < high, { path: ['high'], error: 'high must be greater than target' }),
  example: { target: 3, high: 5, exponent: 2 },
  describe: ({ target }) => describeAtMost(target),
  create: ({ target, high, exponent, floor }) =>
    desirabilityObjective(raised(rampCurve(high, target), exponent), floor),
});

/** Two-sided: 1 at the target only, 0 outside [low, high], with an exponent for each side. */
export const derringerTarget = defineObjective({
  name: 'derringer-target',
  role: 'desirability',
  summary: 'Two-sided desirability of Derringer and Suich: a target between two limits',
  details:
    'd is ((x - low) / (target - low))^lowExponent below the target and ((high - x) / (high - target))^highExponent above it; 0 outside low and high.',
  reference,
  options: z
    .strictObject({
      low: numberOption('Greatest value below the target with desirability 0'),
      target: numberOption('The value with desirability 1, > low'),
      high: numberOption('Least value above the target with desirability 0, > target'),
      lowExponent: exponent,
      highExponent: exponent,
      floor: floorOption,
    })
    .refine(({ low, target }) => low < target, { path: ['target'], error: 'target must be greater than low' })
    .refine(({ target, high }) => target < high, { path: ['high'], error: 'high must be greater than target' }),
  example: { low: 400, target: 500, high: 600, lowExponent: 1, highExponent: 1 },
  describe: ({ low, target, high, lowExponent, highExponent }) => {
    const wanted = { low: halfway(low, target, lowExponent), high: halfway(high, target, highExponent) };
    const words = `near ${numberWords(target)} (${numberWords(wanted.low)} to ${numberWords(wanted.high)})`;
    return { words, wanted };
  },
  create: ({ low, target, high, lowExponent, highExponent, floor }) => {
    const rising = raised(rampCurve(low, target), lowExponent);
    const falling = raised(rampCurve(high, target), highExponent);
    const sideOf = (x: number): Curve => (x < target ? rising : falling);
    return desirabilityObjective({ energy: (x) => sideOf(x).energy(x), slope: (x) => sideOf(x).slope(x) }, floor);
  },
});

/** Where d = ((x − end) / (target − end))^exponent is a half. */
function halfway(end: number, target: number, exponent: number): number {
  return end + (target - end) * 0.5 ** (1 / exponent);
}
