import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import type { Offspring, Proposal, Proposed, Variation } from '../proposal/proposal.js';
import type { CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';

/** Gives one site, chosen uniformly, another value, drawn uniformly: symmetric, ln ratio 0. */
export function siteFlip(space: CategoricalSpace): Proposal<CategoricalBatch> {
  return weightedSiteFlip(space, new Float64Array(space.valueCounts[0]!).fill(1));
}

/**
 * Gives one site, chosen uniformly, another value, drawn with probability ∝ its weight: not symmetric.
 * q(x′|x) = w(new) / (sites · (W − w(old))) with W = Σ w.
 *
 * @param weights - One per value, all > 0; at least two.
 */
export function weightedSiteFlip(space: CategoricalSpace, weights: Float64Array): Proposal<CategoricalBatch> {
  if (weights.length !== space.valueCounts[0]! || weights.length < 2 || !weights.every((weight) => weight > 0)) {
    throw new ConfigurationError([
      { path: ['weights'], message: 'expected one weight > 0 for each of two or more values' },
    ]);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    propose: (rng, batch): Proposed<CategoricalBatch> => {
      const proposed = batch.slice();
      const logProposalRatio = new Float64Array(space.size(batch));
      for (let row = 0; row < logProposalRatio.length; row++) {
        const stream = rng.split(row);
        const site = row * space.siteCount + stream.integer(space.siteCount);
        const before = batch[site]!;
        const after = otherValue(stream, weights, total, before);
        proposed[site] = after;
        const forward = weights[after]! / (total - weights[before]!);
        logProposalRatio[row] = Math.log(weights[before]! / (total - weights[after]!) / forward);
      }
      return { batch: proposed, logProposalRatio };
    },
  };
}

/** One child per pair of parents: every site from one or the other, by a fair coin. */
export function siteCrossover(space: CategoricalSpace): Variation<CategoricalBatch> {
  return {
    vary: (rng, parents, partners): Offspring<CategoricalBatch> => {
      const rowCount = space.size(parents);
      const children = parents.slice();
      for (let row = 0; row < rowCount; row++) {
        const stream = rng.split(row);
        for (let i = row * space.siteCount; i < (row + 1) * space.siteCount; i++) {
          if (stream.integer(2) === 1) children[i] = partners[i]!;
        }
      }
      return { batch: children, parents: Int32Array.from({ length: rowCount }, (_, row) => row) };
    },
  };
}

/** A proposal as a variation of one parent: its moves without their probabilities, failed ones left out. */
export function variationOf<B>(proposal: Proposal<B>, take: (batch: B, rows: Int32Array) => B): Variation<B> {
  return {
    vary: async (rng, parents): Promise<Offspring<B>> => {
      const { batch, logProposalRatio } = await proposal.propose(rng, parents);
      const made = Int32Array.from(logProposalRatio.keys()).filter((row) => Number.isFinite(logProposalRatio[row]!));
      return { batch: take(batch, made), parents: made };
    },
  };
}

function otherValue(rng: Rng, weights: Float64Array, total: number, excluded: number): number {
  let left = rng.uniform() * (total - weights[excluded]!);
  let last = excluded;
  for (let value = 0; value < weights.length; value++) {
    if (value === excluded) continue;
    last = value;
    left -= weights[value]!;
    if (left < 0) return value;
  }
  return last;
}
