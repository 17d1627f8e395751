import {
  ConfigurationError,
  type CreationContext,
  type Energy,
  type PartitionEstimator,
  type Proposal,
  type Reference,
  type Registry,
  type ResolvedVariation,
  type Sampler,
  type SamplerParts,
  type StateSpace,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import { spaceContext } from './creation-scope.js';

/** What samplers are created with. */
export interface SamplerSurroundings {
  readonly registry: Registry;
  readonly context: CreationContext;
  space(): Promise<StateSpace<unknown>>;
  /** An energy that the workflow file names. */
  energy(name: string): Promise<Energy<unknown>>;
}

/** Creates a sampler from options in which secrets are filled in, with the moves that they refer to. */
export async function createSampler(
  { name, options }: Reference<'sampler'>,
  surroundings: SamplerSurroundings,
): Promise<Sampler<unknown>> {
  const { create } = definitionOf(surroundings.registry, 'sampler', name);
  return create(options, partsFor(surroundings));
}

/** Creates an estimator of partition functions, with the kernels that it refers to. */
export async function createPartition(
  { name, options }: Reference<'partition'>,
  surroundings: SamplerSurroundings,
): Promise<PartitionEstimator> {
  const { create } = definitionOf(surroundings.registry, 'partition', name);
  return create(options, partsFor(surroundings));
}

function partsFor(surroundings: SamplerSurroundings): SamplerParts {
  const { registry, space } = surroundings;
  const contextOfSpace = async () => spaceContext(surroundings.context, await space());
  const parts: SamplerParts = {
    energy: (name) => surroundings.energy(name),
    kernel({ name, options }) {
      return definitionOf(registry, 'kernel', name).create(options, parts);
    },
    async proposal({ name, options }): Promise<Proposal<unknown>> {
      const definition = definitionOf(registry, 'proposal', name);
      if (definition.role === 'reversible') return definition.create(options, await contextOfSpace());
      const message = `${name} is a variation: the probability of its way back is unknown, so this sampler cannot use it`;
      throw new ConfigurationError([{ path: ['sampler'], message }]);
    },
    async variation({ name, options }): Promise<ResolvedVariation> {
      const definition = definitionOf(registry, 'proposal', name);
      if (definition.role === 'variation') {
        const { parentCount } = definition;
        return { name, parentCount, variation: await definition.create(options, await contextOfSpace()) };
      }
      return asVariation(name, await definition.create(options, await contextOfSpace()), await space());
    },
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
