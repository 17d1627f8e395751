import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coreModule } from './core-module.js';
import { all } from './energy/all.js';
import type { Energy } from './energy/energy.js';
import { ConfigurationError } from './errors/design-error.js';
import type { Definition, ExtensionPointName, Reference } from './extension/definition.js';
import { type DefinitionSource, optionsSchemaOf } from './extension/reference.js';
import { Registry } from './extension/registry.js';
import type { KernelDefinition } from './kernel/kernel-definition.js';
import { randomStream } from './numerics/random-stream.js';
import type { ObjectiveDefinition } from './objective/objective-definition.js';
import type { PartitionDefinition } from './partition/partition-definition.js';
import type { Proposal, Variation } from './proposal/proposal.js';
import { defineProposal, type ProposalDefinition } from './proposal/proposal-definition.js';
import type { SamplingProblem } from './sampler/sampler.js';
import type { SamplerDefinition, SamplerParts } from './sampler/sampler-definition.js';
import { CategoricalSpace } from './state/categorical-space.js';
import { VectorSpace } from './state/vector-space.js';
import {
  kernelTrials,
  type OptionPair,
  type OptionTrial,
  objectivePairs,
  partitionTrials,
  proposalTrials,
  samplerTrials,
} from './testing/option-pairs.js';
import { formulaEnergy } from './testing/point-energies.js';
import { runSampler } from './testing/run-sampler.js';
import { siteCrossover, variationOf, weightedSiteFlip } from './testing/site-proposals.js';
import { tabulatedSites } from './testing/tabulated-energy.js';

/**
 * An option that is read, checked and then overridden by a constant is the mistake that no other test sees. Here every option of
 * every registered kernel, proposal, sampler, estimator and objective must change what runs, with the same seed.
 */

const sites = CategoricalSpace.uniform(4, 3);
const plane = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);

const bowl = formulaEnergy(2, (x, gradient) => {
  gradient[0] = x[0]! - 3 * Math.sin(3 * x[0]!);
  gradient[1] = 4 * x[1]!;
  return x[0]! ** 2 / 2 + 2 * x[1]! ** 2 + Math.cos(3 * x[0]!);
});
const valley = formulaEnergy(2, (x, gradient) => {
  gradient[0] = x[0]! / 4;
  gradient[1] = x[1]! - 1;
  return x[0]! ** 2 / 8 + (x[1]! - 1) ** 2 / 2;
});
const points = all([
  { name: 'bowl', weight: 1, energy: bowl },
  { name: 'valley', weight: 0.3, energy: valley },
]);
const table = Array.from({ length: sites.stateCount }, (_, i) => 2 * Math.cos(5 * i) + (i % 7) / 3);

interface Target {
  readonly space: unknown;
  readonly energy: unknown;
  readonly initial: unknown;
}

/** Proposals that no registered one stands in for: a crossover of each space, and a second mutation of sites. */
const crossing = { summary: 'Of tests', options: z.strictObject({}), role: 'variation', parentCount: 2 } as const;
const midpoint: Variation<Float64Array> = {
  vary: (_, parents, partners) => ({
    batch: parents.map((x, i) => (x + partners![i]!) / 2),
    parents: Int32Array.from({ length: parents.length / 2 }, (_, row) => row),
  }),
} as Variation<Float64Array>;
const ownProposals = [
  defineProposal({ ...crossing, name: 'test/crossover', space: 'categorical', create: () => siteCrossover(sites) }),
  defineProposal({ ...crossing, name: 'test/midpoint', space: 'vector', create: () => midpoint }),
  defineProposal({
    name: 'test/second-flip',
    space: 'categorical',
    role: 'reversible',
    summary: 'Of tests',
    options: z.strictObject({}),
    create: () => weightedSiteFlip(sites, Float64Array.of(1, 5, 20)),
  }),
] as unknown as readonly ProposalDefinition[];

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
const source: DefinitionSource = {
  definitions: (point) =>
    point === 'proposal' ? [...registry.definitions(point), ...(ownProposals as never[])] : registry.definitions(point),
  definition: (point, name) =>
    (ownProposals.find((own) => point === 'proposal' && own.name === name) as never) ??
    registry.definition(point, name),
};

function definitionOf<D>({ point, name }: Pick<Reference, 'point' | 'name'>): D {
  // The registry takes a literal only with the brand of its point.
  return source.definition(point, name) as D;
}

function partsFor(space: unknown): SamplerParts {
  const context = { space, workerCount: 1, onDispose: () => undefined } as never;
  const parts: SamplerParts = {
    proposal: async (reference) =>
      (await definitionOf<ProposalDefinition>(reference).create(reference.options, context)) as Proposal<unknown>,
    kernel: (reference) => definitionOf<KernelDefinition>(reference).create(reference.options, parts),
    energy: (name) => (name === 'bowl' ? bowl : valley) as Energy<never> as Energy<unknown>,
    variation: async (reference) => {
      const definition = definitionOf<ProposalDefinition>(reference);
      const made = await definition.create(reference.options, context);
      const take = (batch: unknown, rows: Int32Array) => (space as VectorSpace).take(batch as Float64Array, rows);
      return definition.role === 'variation'
        ? { name: definition.name, parentCount: definition.parentCount, variation: made as Variation<unknown> }
        : { name: definition.name, parentCount: 1, variation: variationOf(made as Proposal<unknown>, take) };
    },
  };
  return parts;
}

/** What an extension with these options does, as text: of two that do the same it is the same. */
type Trial = (definition: Definition, options: unknown, target: Target) => Promise<string>;

const drawing: Trial = async (definition, options, target) => {
  const { progress, result } = await runSampler(
    await (definition as unknown as SamplerDefinition).create(options, partsFor(target.space)),
    { ...target, signal: undefined, rng: randomStream(3, 'options') } as SamplingProblem<never>,
  );
  const { batch, energy, evaluations } = result;
  return textOf([progress.map(({ draws }) => draws), batch, energy, evaluations]);
};

/** A kernel is tried by chains that warm up, as workflows have it. */
const moving: Trial = async ({ name }, options, target) => {
  const kernel = { point: 'kernel', name, options };
  const settings = { kernel, chains: 3, steps: 15, warmUp: 60, thin: 1, beta: 1 };
  return drawing(definitionOf({ point: 'sampler', name: 'chains' }), settings, target);
};

const proposing: Trial = async ({ name }, options, { space }) => {
  const proposal = await partsFor(space).proposal({ point: 'proposal', name, options });
  const rng = randomStream(3, 'options');
  return textOf(await proposal.propose(rng, (space as VectorSpace).random(rng, 4)));
};

const estimating: Trial = async (definition, options, target) => {
  const made = await (definition as unknown as PartitionDefinition).create(options, partsFor(target.space));
  const problem = { ...target, beta: 1, signal: undefined, rng: randomStream(3, 'options') };
  const run = made.estimate(problem as never);
  for (;;) {
    const next = await run.next();
    if (next.done !== true) continue;
    const { logPartition, standardError, evaluations } = next.value;
    return textOf([logPartition, standardError, evaluations]);
  }
};

const judging: Trial = async (definition, options) => {
  const values = Float64Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
  return textOf((definition as unknown as ObjectiveDefinition).create(options).energy(values));
};

function textOf(found: unknown): string {
  return JSON.stringify(found, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
  );
}

/** Paths of the options of a schema, those in lists included. */
function optionPaths(definition: Definition): readonly string[] {
  const schema = z.toJSONSchema(optionsSchemaOf(definition, source), { io: 'input', unrepresentable: 'any' });
  return pathsBelow(schema, '');
}

function pathsBelow({ properties = {} }: z.core.JSONSchema.BaseSchema, before: string): readonly string[] {
  return Object.entries(properties).flatMap(([key, inner]) => {
    const items = (inner as z.core.JSONSchema.BaseSchema).items as z.core.JSONSchema.BaseSchema | undefined;
    return items?.properties === undefined ? [`${before}${key}`] : pathsBelow(items, `${before}${key}[].`);
  });
}

async function outcome(trial: Trial, definition: Definition, given: object, target: Target): Promise<string> {
  const options = optionsSchemaOf(definition, source).safeParse(given);
  if (!options.success) throw new Error(`${JSON.stringify(given)}: ${z.prettifyError(options.error)}`);
  return trial(definition, options.data, target);
}

interface Tried {
  readonly target?: OptionTrial['target'];
  readonly options: object;
  readonly pairs: Readonly<Record<string, OptionPair>>;
}

const trials: readonly (readonly [ExtensionPointName, Trial, Readonly<Record<string, Tried>>])[] = [
  ['kernel', moving, kernelTrials],
  ['proposal', proposing, proposalTrials],
  ['sampler', drawing, samplerTrials],
  ['partition', estimating, partitionTrials],
  ['objective', judging, objectiveTrials()],
];

function objectiveTrials(): Record<string, Tried> {
  const entries = registry.definitions('objective').map((definition) => {
    const { name, example } = definition as { name: string; example?: object };
    return [name, { options: example ?? {}, pairs: objectivePairs[name] ?? {} }] as const;
  });
  return Object.fromEntries(entries);
}

function targetOf(name: OptionTrial['target'] | undefined, { started }: OptionPair): Target {
  const target =
    name === 'sites' ? { space: sites, energy: tabulatedSites(sites, table) } : { space: plane, energy: points };
  const initial = started ? target.space.random(randomStream(3, 'starts'), 20) : undefined;
  return { ...target, initial };
}

describe.each(trials)('every option of a %s', (point, trial, tried) => {
  const definitions = registry.definitions(point) as readonly Definition[];

  it('is tried, and no other', () => {
    for (const definition of definitions) {
      expect([definition.name, Object.keys(tried[definition.name]?.pairs ?? {}).toSorted()]).toEqual([
        definition.name,
        [...optionPaths(definition)].toSorted(),
      ]);
    }
    expect(Object.keys(tried).toSorted()).toEqual(definitions.map(({ name }) => name).toSorted());
  });

  it.each(
    definitions.flatMap((definition) =>
      Object.entries(tried[definition.name]?.pairs ?? {}).map(([path, pair]) => [definition.name, path, pair] as const),
    ),
  )('%s: %s changes what runs', async (name, path, pair) => {
    const definition = definitionOf<Definition>({ point, name });
    const { options, target } = tried[name]!;
    const found = async (value: unknown) => {
      const given = { ...options, ...pair.with, [path.replace(/\[\].*/, '')]: value };
      return outcome(trial, definition, given, targetOf(target, pair));
    };
    const [first, second] = pair.values;
    const changed = await found(second);
    if (pair.refused) await expect(found(first)).rejects.toThrow(ConfigurationError);
    else expect(await found(first)).not.toBe(changed);
    // What differs from one run to the next would tell nothing of the option.
    expect(await found(second)).toBe(changed);
  });
});
