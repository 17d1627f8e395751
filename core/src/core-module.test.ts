import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coreModule } from './core-module.js';
import { optionsSchemaOf, referenceSchemas } from './extension/reference.js';
import { Registry } from './extension/registry.js';
import type { KernelDefinition } from './kernel/kernel-definition.js';
import { randomStream } from './numerics/random-stream.js';
import type { ObjectiveDefinition } from './objective/objective-definition.js';
import { defineProposal } from './proposal/proposal-definition.js';
import type { Sampler } from './sampler/sampler.js';
import type { SamplerDefinition, SamplerParts } from './sampler/sampler-definition.js';
import { type CategoricalBatch, CategoricalSpace } from './state/categorical-space.js';
import { checkDefinition } from './testing/check-definition.js';
import { checkObjective } from './testing/check-objective.js';
import { checkResume } from './testing/check-resume.js';
import { runSampler } from './testing/run-sampler.js';
import { siteCrossover, siteFlip, variationOf } from './testing/site-proposals.js';
import { tabulatedEnergy } from './testing/tabulated-energy.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);

const objectives = registry.definitions('objective') as readonly unknown[] as readonly ObjectiveDefinition[];
const samplers = registry.definitions('sampler') as readonly unknown[] as readonly SamplerDefinition[];

it('core registers objectives and samplers, and nothing broken', () => {
  expect(registry.broken).toEqual([]);
  expect(objectives.length).toBeGreaterThan(20);
  expect(samplers.map(({ name }) => name)).toEqual(['annealing', 'chains', 'genetic', 'parallel-tempering']);
});

describe.each(objectives.map((definition) => [definition.name, definition] as const))(
  'objective %s',
  (name, definition) => {
    it('says of itself what it must', async () => {
      await checkDefinition(definition, registry);
    });

    it('keeps the contract of objectives with the options of its example', () => {
      const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
      const description = definition.describe(options);
      checkObjective(definition.create(options), { name, role: definition.role, description });
    });
  },
);

/** Proposals by the names that the samplers' examples use, in a space that enumeration can check. */
const space = CategoricalSpace.uniform(6, 3);
const parts: SamplerParts = {
  proposal: () => siteFlip(space) as never,
  kernel: ({ name, options }) =>
    (registry.definition('kernel', name) as unknown as KernelDefinition).create(options, parts),
  energy: () => tabulatedEnergy(space, new Array(space.stateCount).fill(0)) as never,
  variation: ({ name }) => ({
    name,
    parentCount: name.endsWith('crossover') ? 2 : 1,
    variation: (name.endsWith('crossover')
      ? siteCrossover(space)
      : variationOf(siteFlip(space), (batch, rows) => space.take(batch, rows))) as never,
  }),
};
const proposal = {
  space: 'categorical',
  summary: 'Another value at one site',
  options: z.strictObject({}),
  create: () => {
    throw new Error('created by the parts above');
  },
};
const proposals = [
  defineProposal({ ...proposal, name: 'plugin/proposal', role: 'reversible' }),
  defineProposal({ ...proposal, name: 'plugin/mutation', role: 'variation', parentCount: 1 }),
  defineProposal({ ...proposal, name: 'plugin/crossover', role: 'variation', parentCount: 2 }),
];
const references = referenceSchemas({
  definitions: (point) => (point === 'proposal' ? (proposals as never) : registry.definitions(point)),
  definition: (point, name) =>
    point === 'proposal'
      ? (proposals.find((proposal) => proposal.name === name) as never)
      : registry.definition(point, name),
});

function optionsOf(definition: SamplerDefinition, input: unknown) {
  const { options } = definition;
  return (typeof options === 'function' ? options(references) : options).safeParse(input);
}

function samplerNamed(name: string): SamplerDefinition {
  // The registry takes a literal only with the brand of its point.
  return registry.definition('sampler', name) as unknown as SamplerDefinition;
}

describe.each(samplers.map((definition) => [definition.name, definition] as const))('sampler %s', (_, definition) => {
  it('says of itself what it must', async () => {
    await checkDefinition(definition);
  });

  it('runs by its example, and the same way twice', async () => {
    const table = Array.from({ length: space.stateCount }, (_, i) => Math.cos(i) + 1);
    const options = optionsOf(definition, { ...(definition.example as object), ...shorter[definition.name] });
    const run = async () => {
      const sampler = await definition.create(options.data, parts);
      const problem = { energy: tabulatedEnergy(space, table), initial: undefined, signal: undefined };
      return runSampler(sampler as never, { ...problem, space, rng: randomStream(1, 'example') } as never);
    };
    const { progress, result } = await run();
    expect(options.success).toBe(true);
    expect(progress.length).toBeGreaterThan(0);
    expect(result.energy.length).toBeGreaterThan(0);
    expect(result.energy).toEqual(await tabulatedEnergy(space, table).evaluate(result.batch as CategoricalBatch));
    expect(await run()).toEqual({ progress, result });
  });
});

describe.each(samplers.map((definition) => [definition.name, definition] as const))(
  'sampler %s',
  (name, definition) => {
    it('goes on from every checkpoint as if it had never stopped', async () => {
      const table = Array.from({ length: space.stateCount }, (_, i) => Math.cos(i) + 1);
      const options = optionsOf(definition, { ...(definition.example as object), ...shorter[name], ...shortest[name] });
      const problem = { space, energy: tabulatedEnergy(space, table), initial: undefined, signal: undefined };
      const make = async () => (await definition.create(options.data, parts)) as Sampler<CategoricalBatch>;
      await checkResume(make, { ...problem, rng: randomStream(2, 'resume') }, { name, every: 3 });
    });
  },
);

/** Runs that are repeated for every interruption. */
const shortest: Record<string, object> = {
  annealing: { steps: 30, restartAfter: 4 },
  chains: { steps: 20, thin: 3 },
  'parallel-tempering': { steps: 20, thin: 3, swapEvery: 2 },
};

const shorter: Record<string, object> = {
  annealing: { steps: 200 },
  genetic: { generations: 5, population: 30, offspring: 10 },
  chains: { steps: 100 },
  'parallel-tempering': { steps: 100 },
};

describe('options that cannot work are refused, with what to do', () => {
  const kernel = { metropolis: { proposal: 'plugin/proposal' } };
  it.each([
    ['chains', { kernel, steps: 10, thin: 11 }, 'no draw is left'],
    ['chains', { kernel, chains: 0 }, 'chains'],
    ['chains', { kernel, beta: -1 }, 'beta'],
    ['chains', {}, 'kernel'],
    ['chains', { kernel: { metropolis: { proposal: 'plugin/mutation' } } }, 'is not a reversible proposal'],
    ['annealing', { kernel, betaStart: 2, betaEnd: 1 }, 'betaEnd must not be below betaStart'],
    ['annealing', { kernel, betaStart: 0 }, 'a geometric schedule cannot start at 0'],
    ['genetic', { mutation: 'plugin/mutation' }, 'say when it ends'],
    ['genetic', { mutation: 'plugin/mutation', generations: 1, mutationShare: 1.5 }, 'mutationShare'],
    ['genetic', { generations: 1 }, 'mutation'],
  ])('%s %j', (name, input, message) => {
    const { error } = optionsOf(samplerNamed(name), input);
    expect(error && z.prettifyError(error)).toContain(message);
  });

  it('genetic refuses a crossover of one parent and a mutation of two', async () => {
    const genetic = samplerNamed('genetic');
    const options = optionsOf(genetic, { generations: 1, mutation: 'plugin/mutation' }).data as object;
    const of = (name: string) => ({ point: 'proposal', name, options: {} });
    const created = async (input: object) => genetic.create({ ...options, ...input }, parts);
    await expect(created({ crossover: of('plugin/mutation') })).rejects.toThrow(
      "'plugin/mutation' takes 1 parent; crossover needs a variation of 2",
    );
    await expect(created({ mutation: of('plugin/crossover') })).rejects.toThrow(
      'takes 2 parents; mutation needs a variation of 1',
    );
  });

  it('the warm-up is as long as the rest where nothing is said', () => {
    expect(optionsOf(samplerNamed('chains'), { kernel, steps: 31 }).data).toMatchObject({ warmUp: 31 });
  });
});
