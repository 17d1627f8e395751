import { z } from 'zod';
import { desirabilityObjective, lifted } from './desirability.js';
import { logisticCurve } from './logistic-curve.js';
import { defineObjective } from './objective-definition.js';
import { describeAtLeast, describeAtMost, numberWords, type ObjectiveDescription } from './objective-description.js';
import { desirabilityOption, floorOption, numberOption, positiveOption } from './option-schemas.js';
import { rampCurve } from './ramp-curve.js';

const reference = 'Brown, Fiscato, Segler & Vaucher, J. Chem. Inf. Model. 59, 1096 (2019)';

/** GuacaMol's `LinearModifier`, clipped to [0, 1]. */
export const linear = defineObjective({
  name: 'linear',
  role: 'desirability',
  summary: 'Desirability in proportion to the value, within 0 and 1',
  details: "d = slope x, at least 0 and at most 1. GuacaMol's LinearModifier, clipped to be a desirability.",
  reference,
  options: z.strictObject({
    slope: z
      .number()
      .refine((slope) => slope !== 0, { error: 'slope must not be 0' })
      .default(1)
      .describe('Desirability per unit of the property, not 0'),
    floor: floorOption,
  }),
  example: { slope: 1 },
  describe: ({ slope }) => ({
    words:
      slope > 0
        ? `as high as possible, up to ${numberWords(1 / slope)}`
        : `as low as possible, down to ${numberWords(1 / slope)}`,
  }),
  create: ({ slope, floor }) => desirabilityObjective(rampCurve(0, 1 / slope), floor),
});

/** GuacaMol's `ThresholdedLinearModifier`, 0 for negative values. */
export const thresholdLinear = defineObjective({
  name: 'threshold-linear',
  role: 'desirability',
  summary: 'Desirability in proportion to the value up to a threshold, 1 from there on',
  details: "d = min(x, threshold) / threshold, at least 0. GuacaMol's ThresholdedLinearModifier.",
  reference,
  options: z.strictObject({
    threshold: positiveOption('Least value with desirability 1, > 0'),
    floor: floorOption,
  }),
  example: { threshold: 0.8 },
  describe: ({ threshold }) => describeAtLeast(threshold),
  create: ({ threshold, floor }) => desirabilityObjective(rampCurve(0, threshold), floor),
});

const clippedOptions = z
  .strictObject({
    upper: numberOption('Value where the high score is reached; may be less than lower, for a falling curve'),
    lower: numberOption('Value where the low score is reached').default(0),
    highScore: desirabilityOption('Greatest desirability, in [0, 1]').default(1),
    lowScore: desirabilityOption('Least desirability, in [0, 1], < highScore').default(0),
    floor: floorOption,
  })
  .refine(({ upper, lower }) => upper !== lower, { path: ['upper'], error: 'upper must differ from lower' })
  .refine(({ highScore, lowScore }) => lowScore < highScore, {
    path: ['lowScore'],
    error: 'lowScore must be less than highScore',
  });

function describeClipped({ upper, lower }: z.output<typeof clippedOptions>): ObjectiveDescription {
  return upper > lower ? describeAtLeast(upper) : describeAtMost(upper);
}

/** GuacaMol's `ClippedScoreModifier`; `upper_x`, `lower_x`, `high_score`, `low_score` are `upper`, `lower`, `highScore`, `lowScore`. */
export const clipped = defineObjective({
  name: 'clipped',
  role: 'desirability',
  summary: 'Desirability on a straight line between two values, constant beyond them',
  details:
    "GuacaMol's ClippedScoreModifier: its upper_x, lower_x, high_score and low_score are upper, lower, highScore and lowScore.",
  reference,
  options: clippedOptions,
  example: { upper: 2, lower: 5 },
  describe: describeClipped,
  create: ({ upper, lower, highScore, lowScore, floor }) =>
    desirabilityObjective(lifted(rampCurve(lower, upper), lowScore, highScore), floor),
});

/** GuacaMol's `SmoothClippedScoreModifier`: a logistic with the steepness of `clipped` in the middle. */
export const smoothClipped = defineObjective({
  name: 'smooth-clipped',
  role: 'desirability',
  summary: 'Desirability on a logistic curve between two values, as steep in the middle as clipped',
  details:
    "d = lowScore + (highScore - lowScore) / (1 + exp(-4 (x - middle) / (upper - lower))). GuacaMol's SmoothClippedScoreModifier: its upper_x, lower_x, high_score and low_score are upper, lower, highScore and lowScore.",
  reference,
  options: clippedOptions,
  example: { upper: 2, lower: 5 },
  describe: describeClipped,
  create: ({ upper, lower, highScore, lowScore, floor }) => {
    const curve = logisticCurve(4 / (upper - lower), (upper + lower) / 2);
    return desirabilityObjective(lifted(curve, lowScore, highScore), floor);
  },
});
