import { z } from 'zod';
import { desirabilityObjective } from './desirability.js';
import { defineObjective } from './objective-definition.js';
import { describeAtLeast, describeAtMost, describeNear } from './objective-description.js';
import { floorOption, numberOption, positiveOption } from './option-schemas.js';
import { wellCurve } from './well-curve.js';

const reference = 'Brown, Fiscato, Segler & Vaucher, J. Chem. Inf. Model. 59, 1096 (2019)';

const options = z.strictObject({
  mean: numberOption('Where the bell is highest'),
  sigma: positiveOption('Standard deviation, > 0, in the unit of the property'),
  floor: floorOption,
});

/** GuacaMol's `GaussianModifier`; its `mu` is `mean`. The energy is the parabola itself, so it does not underflow far out. */
export const gaussian = defineObjective({
  name: 'gaussian',
  role: 'desirability',
  summary: 'Desirability as a bell about a value',
  details: "d = exp(-(x - mean)² / (2 sigma²)). GuacaMol's GaussianModifier: its mu is mean.",
  reference,
  options,
  example: { mean: 2.5, sigma: 0.5 },
  describe: ({ mean, sigma }) => describeNear(mean, sigma),
  create: ({ mean, sigma, floor }) => desirabilityObjective(wellCurve(mean, mean, sigma), floor),
});

/** GuacaMol's `MinGaussianModifier`; its `mu` is `mean`. */
export const minGaussian = defineObjective({
  name: 'min-gaussian',
  role: 'desirability',
  summary: 'Desirability 1 up to a value, falling as half a bell above it',
  details: "d = 1 for x ≤ mean, else exp(-(x - mean)² / (2 sigma²)). GuacaMol's MinGaussianModifier: its mu is mean.",
  reference,
  options,
  example: { mean: 5, sigma: 1 },
  describe: ({ mean, sigma }) => describeAtMost(mean, sigma),
  create: ({ mean, sigma, floor }) => desirabilityObjective(wellCurve(Number.NEGATIVE_INFINITY, mean, sigma), floor),
});

/** GuacaMol's `MaxGaussianModifier`; its `mu` is `mean`. */
export const maxGaussian = defineObjective({
  name: 'max-gaussian',
  role: 'desirability',
  summary: 'Desirability 1 from a value on, falling as half a bell below it',
  details: "d = 1 for x ≥ mean, else exp(-(x - mean)² / (2 sigma²)). GuacaMol's MaxGaussianModifier: its mu is mean.",
  reference,
  options,
  example: { mean: 90, sigma: 10 },
  describe: ({ mean, sigma }) => describeAtLeast(mean, sigma),
  create: ({ mean, sigma, floor }) => desirabilityObjective(wellCurve(mean, Number.POSITIVE_INFINITY, sigma), floor),
});
