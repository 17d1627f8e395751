import { type EngineChoice, engineChoiceOptions, type Reference, type ReferenceSchemas } from '@basin/core';
import { z } from 'zod';

/** Options of every energy that is a network. */
export function networkOptions(refer: ReferenceSchemas) {
  return {
    encoder: refer
      .to('encoder')
      .optional()
      .describe('What makes numbers of the states; the default of their space when absent'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(0)
      .describe('Seed of the first values of the parameters'),
    ...engineChoiceOptions(refer),
  };
}

/** The quadratic term that energies of networks can have. */
export const quadraticOption = {
  quadratic: z
    .number()
    .min(0)
    .default(0)
    .describe('λ of a term ½ λ |features|², which makes the energy grow along axes without bounds'),
};

/** What {@link networkOptions} gives. */
export interface NetworkChoice extends EngineChoice {
  readonly encoder?: Reference<'encoder'> | undefined;
  readonly seed: number;
}

/** The unit of a property whose values come from somewhere else. */
export const unitOption = z
  .string()
  .min(1)
  .max(30)
  .default('1')
  .describe("Unit of the values that it predicts; '1' for a pure number");
