import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coreModule } from '../core-module.js';
import type { Differentiable } from '../energy/energy.js';
import { referenceSchemas } from '../extension/reference.js';
import { Registry } from '../extension/registry.js';
import type { KernelDefinition } from '../kernel/kernel-definition.js';
import { randomStream } from '../numerics/random-stream.js';
import { defineProposal } from '../proposal/proposal-definition.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkResume } from '../testing/check-resume.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteCrossover, siteFlip, variationOf } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import type { Sampler, SamplingProblem } from './sampler.js';
import type { SamplerDefinition, SamplerParts } from './sampler-definition.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
const samplers = registry.definitions('sampler') as readonly unknown[] as readonly SamplerDefinition[];

it('core registers these samplers', () => {
  expect(samplers.map(({ name }) => name)).toEqual([
    'annealed-langevin',
    'annealing',
    'basin-hopping',
    'chains',
    'delayed-acceptance',
    'descent',
    'genetic',
    'parallel-tempering',
    'quality-diversity',
    'sequential-monte-carlo',
  ]);
});

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

const points = VectorSpace.ofDimension(3);
/** ½|x|² with a ripple along the first axis. */
const bowl: Differentiable<Float64Array> = {
  evaluate: (batch) => bowlWithGradient(batch).energy,
  evaluateWithGradient: bowlWithGradient,
};

function bowlWithGradient(batch: Float64Array) {
  const energy = new Float64Array(batch.length / 3);
  const gradient = batch.slice();
  for (let row = 0; row < energy.length; row++) {
    const [x, y, z] = batch.subarray(3 * row, 3 * row + 3) as unknown as [number, number, number];
    energy[row] = (x * x + y * y + z * z) / 2 + Math.cos(3 * x);
    gradient[3 * row]! -= 3 * Math.sin(3 * x);
  }
  return { energy, gradient };
}

/** A problem that the sampler can work on: with coordinates where it needs gradients, else with sites. */
function problemFor({ requires }: SamplerDefinition, label: string): SamplingProblem<unknown> {
  const common = { initial: undefined, signal: undefined, rng: randomStream(1, label) };
  const table = Array.from({ length: space.stateCount }, (_, i) => Math.cos(i) + 1);
  const problem = requires.includes('gradient')
    ? { ...common, space: points, energy: bowl }
    : { ...common, space, energy: tabulatedEnergy(space, table) };
  // The batches of one problem are all of its space.
  return problem as never;
}

describe.each(samplers.map((definition) => [definition.name, definition] as const))(
  'sampler %s',
  (name, definition) => {
    it('says of itself what it must', async () => {
      await checkDefinition(definition);
    });

    it('runs by its example, and the same way twice', async () => {
      const options = optionsOf(definition, { ...(definition.example as object), ...shorter[name] });
      const problem = problemFor(definition, 'example');
      const run = async () => runSampler(await definition.create(options.data, parts), problem);
      const { progress, result } = await run();
      expect(options.success).toBe(true);
      expect(progress.length).toBeGreaterThan(0);
      expect(result.energy.length).toBeGreaterThan(0);
      expect(result.energy).toEqual(await problem.energy.evaluate(result.batch));
      expect(await run()).toEqual({ progress, result });
    });

    it('sends draws exactly where it says that it does, each with its energy', async () => {
      const options = optionsOf(definition, { ...(definition.example as object), ...shorter[name] });
      const problem = problemFor(definition, 'draws');
      const { progress } = await runSampler(await definition.create(options.data, parts), problem);
      const blocks = progress.flatMap(({ draws }) => draws ?? []);
      expect(blocks.length > 0).toBe(definition.yields === 'draws');
      for (const { batch, energy } of blocks) expect(energy).toEqual(await problem.energy.evaluate(batch));
    });

    it('goes on from every checkpoint as if it had never stopped', async () => {
      const options = optionsOf(definition, { ...(definition.example as object), ...shorter[name], ...shortest[name] });
      const make = async () => (await definition.create(options.data, parts)) as Sampler<unknown>;
      await checkResume(make, problemFor(definition, 'resume'), { name, every: 3 });
    });
  },
);

/** Runs that are repeated for every interruption. */
const shortest: Record<string, object> = {
  annealing: { steps: 30, restartAfter: 4 },
  'annealed-langevin': { stepsPerLevel: 3, steps: 9, thin: 2, chains: 5 },
  chains: { steps: 20, thin: 3 },
  'delayed-acceptance': { steps: 20, thin: 3 },
  'parallel-tempering': { steps: 20, thin: 3, swapEvery: 2 },
};

const shorter: Record<string, object> = {
  annealing: { steps: 200 },
  genetic: { generations: 5, population: 30, offspring: 10 },
  chains: { steps: 100 },
  'annealed-langevin': { stepsPerLevel: 5 },
  'basin-hopping': { steps: 20 },
  'delayed-acceptance': { steps: 100 },
  'quality-diversity': { generations: 10, offspring: 20 },
  'sequential-monte-carlo': {
    kernel: { metropolis: { proposal: 'plugin/proposal' } },
    particles: 50,
    islands: 3,
    share: 0.95,
  },
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
