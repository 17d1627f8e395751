import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { SpaceContext } from '../state/space-context.js';
import type { Proposal, Variation } from './proposal.js';

interface ProposalCommon<O> extends DefinitionCommon<O> {
  /** `kind` of the state space it moves in. */
  readonly space: string;
}

/** Creates a Proposal: both probabilities known, for Metropolis. */
export interface ReversibleSpecification<B, O> extends ProposalCommon<O> {
  readonly role: 'reversible';
  create(options: O, context: SpaceContext<B>): Awaitable<Proposal<B>>;
}

/** Creates a Variation: for genetic samplers. `parentCount` 2 means that partners are used. */
export interface VariationSpecification<B, O> extends ProposalCommon<O> {
  readonly role: 'variation';
  readonly parentCount: 1 | 2;
  create(options: O, context: SpaceContext<B>): Awaitable<Variation<B>>;
}

export type ProposalSpecification<B, O> = ReversibleSpecification<B, O> | VariationSpecification<B, O>;

export type ProposalDefinition<B = unknown, O = unknown> = ProposalSpecification<B, O> & Brand<'proposal'>;

/** The token that modules bind proposals and variations to. */
export const ProposalDefinition = extensionPoint<ProposalDefinition>('proposal');

export function defineProposal<B, O>(specification: ProposalSpecification<B, O>): ProposalDefinition<B, O> {
  return brand('proposal', specification);
}
