import { z } from 'zod';

/** A finite number. */
export const numberOption = (description: string) => z.number().describe(description);

/** A finite number > 0. */
export const positiveOption = (description: string) => z.number().positive().describe(description);

/** A desirability, in [0, 1]. */
export const desirabilityOption = (description: string) => z.number().min(0).max(1).describe(description);

/** The option that every desirability has. */
export const floorOption = z
  .number()
  .min(0)
  .lt(1)
  .default(0)
  .describe('Least desirability, in [0, 1): d becomes floor + (1 - floor) d. 0 forbids what has no desirability');

/** A point of a desirability that is given by points. */
export const pointOption = z.strictObject({
  value: numberOption('Value of the property'),
  desirability: desirabilityOption('Desirability there, in [0, 1]'),
});

/** Points in ascending order of their values. */
export const pointsOption = z
  .array(pointOption)
  .min(2)
  .refine((points) => points.every(({ value }, i) => i === 0 || points[i - 1]!.value < value), {
    error: 'values must increase from point to point',
  })
  .describe('Two or more points, with increasing values');
