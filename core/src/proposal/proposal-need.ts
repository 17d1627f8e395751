import type { Definition, ReferenceNeed } from '../extension/definition.js';
import type { ProposalDefinition } from './proposal-definition.js';

/** A proposal of which both probabilities are known: what Markov chains move by. */
export const reversibleProposal: ReferenceNeed = {
  words: 'a reversible proposal',
  reason: 'the probability of its way back is unknown',
  accepts: (definition) => proposalOf(definition).role === 'reversible',
};

/** A way to vary one parent; a reversible proposal is one too. */
export const variationOfOne: ReferenceNeed = {
  words: 'a variation of one parent',
  reason: 'it takes two parents',
  accepts: (definition) => parentCountOf(proposalOf(definition)) === 1,
};

/** A way to make a child of two parents. */
export const variationOfTwo: ReferenceNeed = {
  words: 'a variation of two parents',
  reason: 'it takes one parent',
  accepts: (definition) => parentCountOf(proposalOf(definition)) === 2,
};

function parentCountOf(proposal: ProposalDefinition): 1 | 2 {
  return proposal.role === 'variation' ? proposal.parentCount : 1;
}

function proposalOf(definition: Definition): ProposalDefinition {
  // The registry takes a literal only with the brand of its point.
  return definition as unknown as ProposalDefinition;
}
