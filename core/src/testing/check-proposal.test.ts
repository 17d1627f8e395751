import { describe, expect, it } from 'vitest';
import type { Proposal, Variation } from '../proposal/proposal.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { checkProposal, checkVariation } from './check-proposal.js';
import { checkReversibleProposal } from './check-reversible-proposal.js';
import { siteCrossover, siteFlip, variationOf, weightedSiteFlip } from './site-proposals.js';

const space = CategoricalSpace.uniform(2, 3);
const states = space.enumerate();
const weights = Float64Array.of(1, 2, 5);
const weighted = weightedSiteFlip(space, weights);

/** `weighted` with what it proposes changed. */
function changed(
  change: (ratios: Float64Array, batch: CategoricalBatch, from: CategoricalBatch) => void,
): Proposal<CategoricalBatch> {
  return {
    propose: async (rng, from) => {
      const proposed = await weighted.propose(rng, from);
      change(proposed.logProposalRatio, proposed.batch, from);
      return proposed;
    },
  };
}

describe('checkProposal', () => {
  it('passes proposals that keep the contract', async () => {
    await checkProposal(siteFlip(space), space, states);
    await checkProposal(weighted, space, states);
  });

  it.each<[string, Proposal<CategoricalBatch>, string]>([
    ['changed parents', changed((_, batch, from) => from.set(batch)), 'changed the batch it moves from'],
    ['a ratio that is NaN', changed((ratios) => ratios.fill(Number.NaN, 1, 2)), 'log ratio at row 1 is NaN'],
    ['a move that it calls invalid', changed((ratios) => ratios.fill(Number.NEGATIVE_INFINITY)), 'made no valid move'],
    [
      'one stream for all rows',
      {
        propose: (rng, batch) => ({
          batch: batch.map(() => rng.integer(3)),
          logProposalRatio: new Float64Array(space.size(batch)),
        }),
      },
      'row r may draw from rng.split(r) only',
    ],
    [
      'rows missing',
      { propose: (_, batch) => ({ batch: batch.slice(2), logProposalRatio: new Float64Array(batch.length / 2) }) },
      'it gives 8 states for 9',
    ],
  ])('finds %s', async (_, proposal, message) => {
    await expect(checkProposal(proposal, space, states.slice(), { name: 'flip' })).rejects.toThrow(message);
  });
});

describe('checkReversibleProposal', () => {
  it('passes right ratios, symmetric or not', async () => {
    await checkReversibleProposal(siteFlip(space), space, states);
    await checkReversibleProposal(weighted, space, states);
  });

  it('passes ratios of a proposal with several paths to one state', async () => {
    // Path a (probability p_a) or b leads to the state's mirror image; each is its own way back with other probabilities.
    const line = CategoricalSpace.uniform(1, 2);
    const out = [
      [0.5, 0.3],
      [0.2, 0.6],
    ] as const;
    const paths: Proposal<CategoricalBatch> = {
      propose: (rng, batch) => {
        const logProposalRatio = new Float64Array(batch.length).fill(Number.NEGATIVE_INFINITY);
        const moved = batch.map((state, row) => {
          const u = rng.split(row).uniform();
          const [a, b] = out[state]!;
          if (u >= a + b) return state;
          const path = u < a ? 0 : 1;
          logProposalRatio[row] = Math.log(out[1 - state]![path]! / out[state]![path]!);
          return 1 - state;
        });
        return { batch: moved, logProposalRatio };
      },
    };
    await checkReversibleProposal(paths, line, line.enumerate());
  });

  it.each<[string, (ratios: Float64Array) => void]>([
    ['left out', (ratios) => ratios.fill(0)],
    [
      'turned around',
      (ratios) =>
        ratios.forEach((ratio, row) => {
          ratios[row] = -ratio;
        }),
    ],
    [
      'a tenth too high',
      (ratios) =>
        ratios.forEach((ratio, row) => {
          ratios[row] = ratio + 0.1;
        }),
    ],
  ])('finds ratios %s', async (_, change) => {
    await expect(checkReversibleProposal(changed(change), space, states)).rejects.toThrow(/the way back is proposed/);
  });

  it('finds a move without a way back', async () => {
    const upward: Proposal<CategoricalBatch> = {
      propose: (_, batch) => ({
        batch: batch.map((v) => Math.min(2, v + 1)),
        logProposalRatio: new Float64Array(batch.length / 2),
      }),
    };
    await expect(checkReversibleProposal(upward, space, states, { draws: 100 })).rejects.toThrow('and it is 0 times');
  });
});

describe('checkVariation', () => {
  const crossover = siteCrossover(space);

  it('passes variations that keep the contract, failures included', async () => {
    await checkVariation(crossover, space, states);
    await checkVariation(
      variationOf(weighted, (batch, rows) => space.take(batch, rows)),
      space,
      states,
    );
    await checkVariation(
      variationOf(
        {
          propose: (_, batch) => ({
            batch,
            logProposalRatio: new Float64Array(batch.length / 2).map((_v, row) =>
              row === 0 ? 0 : Number.NEGATIVE_INFINITY,
            ),
          }),
        },
        () => new Uint8Array(0),
      ),
      space,
      new Uint8Array(0),
    );
  });

  it.each<[string, Variation<CategoricalBatch>, string]>([
    [
      'changed parents',
      {
        vary: (_, parents) => ({
          batch: parents.fill(1),
          parents: Int32Array.from({ length: parents.length / 2 }, (_v, i) => i),
        }),
      },
      'varying changed the parents',
    ],
    [
      'a parent that is no row',
      { vary: (_, parents) => ({ batch: parents.slice(0, 2), parents: Int32Array.of(99) }) },
      'is not a row of 0 … 8',
    ],
    [
      'one stream for all rows',
      {
        vary: (rng, parents) => ({
          batch: parents.map(() => rng.integer(3)),
          parents: Int32Array.from({ length: parents.length / 2 }, (_v, i) => i),
        }),
      },
      'row r may draw from rng.split(r) only',
    ],
  ])('finds %s', async (_, variation, message) => {
    await expect(checkVariation(variation, space, states.slice())).rejects.toThrow(message);
  });
});
