import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { variationOfOne, variationOfTwo } from '../proposal/proposal-need.js';
import { geneticSampler } from './genetic-sampler.js';
import { defineSampler, type ResolvedVariation } from './sampler-definition.js';
import { logQuantileSelection, proportionalSelection, type Selection, tournamentSelection } from './selection.js';

interface SelectionOptions {
  readonly selection: 'log-quantile' | 'proportional' | 'tournament';
  readonly tournamentSize: number;
  readonly selectionBeta: number;
}

const share = z.number().min(0).max(1);
const count = z.int().min(1);

/** The sampler `genetic`. */
export const genetic = defineSampler({
  name: 'genetic',
  summary: 'Steady-state genetic search: the best designs found breed by crossover and mutation',
  details:
    'A generation draws parents from the best designs found so far, makes children of them, evaluates the new ones in one ' +
    'batch and keeps the best of all. No design is evaluated twice. Parents come from log-uniform top shares of the ' +
    'population, as with Tripp and Hernández-Lobato. The other defaults suit some ten thousand evaluations (they were chosen ' +
    'on the design tasks of PMO); a larger population is slower to begin with and less likely to come to rest too early.',
  reference:
    'Jensen, Chem. Sci. 10, 3567 (2019); Tripp & Hernández-Lobato, "Genetic algorithms are strong baselines for molecule generation", arXiv:2310.09267 (2023)',
  requires: [],
  yields: 'designs',
  options: (refer) =>
    z
      .strictObject({
        population: count.default(100).describe('Designs that can become parents: the best found so far'),
        offspring: count.default(20).describe('Children attempted in a generation'),
        generations: count.optional().describe('Generations at most'),
        evaluations: count.optional().describe('Energy evaluations at most, initial designs included'),
        patience: count.optional().describe('Generations without a better best after which it ends'),
        selection: z
          .enum(['log-quantile', 'proportional', 'tournament'])
          .default('log-quantile')
          .describe('How parents are chosen: by rank, by exp(−βE), or the best of a few'),
        tournamentSize: z.int().min(2).default(2).describe('Designs in a tournament'),
        selectionBeta: z.number().min(0).default(1).describe('β of proportional selection'),
        crossover: refer
          .to('proposal', variationOfTwo)
          .optional()
          .describe('Variation of two parents; all children are mutants without it'),
        mutation: refer.to('proposal', variationOfOne).describe('Variation of one parent'),
        mutationShare: share.default(0.5).describe('Share of children made by mutation alone'),
        mutationRate: share.default(0.01).describe('Probability that a child of a crossover is mutated too'),
        initial: z
          .enum(['best', 'random'])
          .default('best')
          .describe('Evaluate all initial designs and begin with the best, or draw some at random'),
        count: count.optional().describe('Best designs returned at most; as many as the population when absent'),
        memory: count.default(1_000_000).describe('Evaluated designs remembered, so that none is evaluated twice'),
      })
      .refine(({ generations, evaluations }) => generations !== undefined || evaluations !== undefined, {
        path: ['generations'],
        message: 'say when it ends: give generations, evaluations, or both',
      }),
  example: {
    population: 200,
    evaluations: 10_000,
    mutation: 'plugin/mutation',
    crossover: 'plugin/crossover',
  },
  create: async ({ crossover, mutation, generations, evaluations, patience, count, ...options }, parts) =>
    geneticSampler({
      ...options,
      mutation: withParents(await parts.variation(mutation), 'mutation', 1),
      crossover: crossover && withParents(await parts.variation(crossover), 'crossover', 2),
      selection: selectionOf(options),
      generations: generations ?? Number.POSITIVE_INFINITY,
      evaluations: evaluations ?? Number.POSITIVE_INFINITY,
      patience: patience ?? Number.POSITIVE_INFINITY,
      count: count ?? options.population,
    }),
});

function withParents(
  { name, parentCount, variation }: ResolvedVariation,
  option: string,
  expected: 1 | 2,
): ResolvedVariation['variation'] {
  if (parentCount === expected) return variation;
  const message = `'${name}' takes ${parentCount} ${parentCount === 1 ? 'parent' : 'parents'}; ${option} needs a variation of ${expected}`;
  throw new ConfigurationError([{ path: [option], message }]);
}

function selectionOf({ selection, tournamentSize, selectionBeta }: SelectionOptions): Selection {
  if (selection === 'proportional') return proportionalSelection(selectionBeta);
  return selection === 'tournament' ? tournamentSelection(tournamentSize) : logQuantileSelection();
}
