import { z } from 'zod';

const seed = z
  .int()
  .min(0)
  .default(0)
  .describe('Start of the random numbers: the same draws for every state and every run');

/** How latent variables are looked at, each with its options. */
export const latentMethods = {
  enumerate: z
    .strictObject({
      kinds: z
        .boolean()
        .optional()
        .describe(
          'Whether latent coordinates hold whole numbers that stand for kinds, such as the label of a joint energy',
        ),
    })
    .describe('Every value of the latent sites, or every whole number on latent axes of kinds'),
  quadrature: z
    .strictObject({
      points: z.int().min(2).max(10_000).default(64).describe('Points along each latent axis'),
      low: z.number().optional().describe("Where integration begins; the axis' own bound when absent"),
      high: z.number().optional().describe("Where integration ends; the axis' own bound when absent"),
    })
    .describe('A grid on one to three latent coordinates: Gauss and Legendre’s points, equal steps around circles'),
  sample: z
    .strictObject({
      count: z.int().min(2).max(1_000_000).default(1000).describe('Draws'),
      mean: z
        .number()
        .default(0)
        .describe('Middle of the normal distribution of latent coordinates without two bounds'),
      deviation: z.number().positive().default(1).describe('Its standard deviation'),
      seed,
    })
    .describe('Fixed draws with importance weights: uniform over sites and bounded axes, normal along others'),
  optimise: z
    .strictObject({
      restarts: z.int().min(0).max(10_000).default(8).describe('Random starts beside the first'),
      seed,
    })
    .describe('Site by site, or down the gradient of the latent coordinates, from several starts: a local minimum'),
} as const;

export type LatentMethodName = keyof typeof latentMethods;

/** A method with its options, parsed. */
export type LatentMethod = {
  [Name in LatentMethodName]: { readonly name: Name; readonly options: z.infer<(typeof latentMethods)[Name]> };
}[LatentMethodName];

/** Methods that give a sum over latent variables, and those that give a minimum. */
export const sumMethods = ['enumerate', 'quadrature', 'sample'] as const satisfies readonly LatentMethodName[];
export const minimumMethods = ['enumerate', 'optimise'] as const satisfies readonly LatentMethodName[];
