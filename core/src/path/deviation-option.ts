import { z } from 'zod';

/**
 * The option `deviation` of whatever begins from the reference distribution: its standard deviation along axes without bounds.
 *
 * 3 by default, wider than a target of unit scale. Too wide costs little: the levels to the target grow with the logarithm of the
 * ratio. Too narrow costs the answer: where the target's tails reach beyond the reference's, weights have no finite variance, and
 * modes that no particle began near are missed without a sign.
 */
export const deviationOption = z
  .number()
  .positive()
  .default(3)
  .describe('Standard deviation of the known distribution along axes without bounds: wider than the target');
