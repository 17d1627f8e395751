import {
  type Awaitable,
  ConfigurationError,
  type CreationContext,
  type Energy,
  type KernelMaker,
  type KernelTarget,
  type PartitionEstimator,
  type Proposal,
  type Reference,
  type Registry,
  type ResolvedVariation,
  type Sampler,
  type SamplerParts,
  type StateSpace,
  type TrainerMaker,
  type TunableKernel,
} from '@basin/core';
import { withPath } from '../language/fault-paths.js';
import { definitionOf } from '../language/reading-context.js';
import { referencesWithin } from '../language/sampler-traits.js';
import type { KeyPath } from '../language/source-places.js';
import { spaceContext } from './creation-scope.js';

/** What samplers are created with. */
export interface SamplerSurroundings {
  readonly registry: Registry;
  readonly context: CreationContext;
  space(): Promise<StateSpace<unknown>>;
  /** An energy that the workflow file names. */
  energy(name: string): Promise<Energy<unknown>>;
}

/**
 * Creates a sampler from options in which secrets are filled in, with the moves that they refer to.
 *
 * @param path - Where the reference stands in the document: faults have their place below it, also those that kernels find in the
 *   energy later on.
 */
export async function createSampler(
  reference: Reference<'sampler'>,
  surroundings: SamplerSurroundings,
  path: KeyPath = [],
): Promise<Sampler<unknown>> {
  const { name, options } = reference;
  const { create } = definitionOf(surroundings.registry, 'sampler', name);
  return withPath([...path, name], () => create(options, partsFor(surroundings, placesOf(reference, path))));
}

/** Creates an estimator of partition functions, with the kernels that it refers to. See {@link createSampler}. */
export async function createPartition(
  reference: Reference<'partition'>,
  surroundings: SamplerSurroundings,
  path: KeyPath = [],
): Promise<PartitionEstimator> {
  const { name, options } = reference;
  const { create } = definitionOf(surroundings.registry, 'partition', name);
  return withPath([...path, name], () => create(options, partsFor(surroundings, placesOf(reference, path))));
}

/** Creates a trainer, with the kernels that it refers to. See {@link createSampler}. */
export async function createTrainer(
  reference: Reference<'trainer'>,
  surroundings: SamplerSurroundings,
  path: KeyPath = [],
): Promise<TrainerMaker> {
  const { name, options } = reference;
  const { create } = definitionOf(surroundings.registry, 'trainer', name);
  const maker = await withPath([...path, name], () =>
    create(options, partsFor(surroundings, placesOf(reference, path))),
  );
  return (subject) => withPath([...path, name], () => maker(subject));
}

/** Where each reference within another stands, by the reference itself: schemas hand on the very ones that they have parsed. */
type ReferencePlaces = ReadonlyMap<unknown, KeyPath>;

function placesOf(reference: Reference, path: KeyPath): ReferencePlaces {
  return new Map(referencesWithin(reference, path).map((found) => [found.reference, found.path]));
}

/** Creates what a reference means, with faults at its place. */
function createdAt<T>(reference: Reference, places: ReferencePlaces, create: () => Awaitable<T>): Awaitable<T> {
  const path = places.get(reference);
  return path === undefined ? create() : withPath([...path, reference.name], create);
}

function partsFor(surroundings: SamplerSurroundings, places: ReferencePlaces): SamplerParts {
  const { registry, space } = surroundings;
  const contextOfSpace = async () => spaceContext(surroundings.context, await space());
  const proposalOf = async ({ name, options }: Reference<'proposal'>): Promise<Proposal<unknown>> => {
    const definition = definitionOf(registry, 'proposal', name);
    if (definition.role === 'reversible') return definition.create(options, await contextOfSpace());
    const message = `${name} is a variation: the probability of its way back is unknown, so this sampler cannot use it`;
    throw new ConfigurationError([{ path: [], message }]);
  };
  const variationOf = async ({ name, options }: Reference<'proposal'>): Promise<ResolvedVariation> => {
    const definition = definitionOf(registry, 'proposal', name);
    if (definition.role === 'variation') {
      const { parentCount } = definition;
      return { name, parentCount, variation: await definition.create(options, await contextOfSpace()) };
    }
    return asVariation(name, await definition.create(options, await contextOfSpace()), await space());
  };
  const parts: SamplerParts = {
    energy: (name) => surroundings.energy(name),
    async kernel(reference): Promise<KernelMaker> {
      const { create } = definitionOf(registry, 'kernel', reference.name);
      const maker = await createdAt(reference, places, () => create(reference.options, parts));
      // A maker is no promise, and neither is what it makes.
      return <B>(target: KernelTarget<B>) => createdAt(reference, places, () => maker(target)) as TunableKernel<B>;
    },
    proposal: async (reference) => createdAt(reference, places, () => proposalOf(reference)),
    variation: async (reference) => createdAt(reference, places, () => variationOf(reference)),
  };
  return parts;
}

/** A reversible move as a variation of one parent: rows where no move could be made leave no child. */
function asVariation(name: string, proposal: Proposal<unknown>, space: StateSpace<unknown>): ResolvedVariation {
  return {
    name,
    parentCount: 1,
    variation: {
      async vary(rng, parents) {
        const { batch, logProposalRatio } = await proposal.propose(rng, parents);
        const moved = Int32Array.from(logProposalRatio.keys()).filter(
          (row) => logProposalRatio[row] !== Number.NEGATIVE_INFINITY,
        );
        return { batch: space.take(batch, moved), parents: moved };
      },
    },
  };
}
