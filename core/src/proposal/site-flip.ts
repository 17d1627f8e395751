import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { Proposal, Proposed } from './proposal.js';
import { defineProposal } from './proposal-definition.js';

/**
 * Gives one site, chosen uniformly among those with two values or more, another value, chosen uniformly: as likely both ways.
 * @throws {ConfigurationError} No site has two values.
 */
export function siteFlip<B>(space: Discrete<B>): Proposal<B> {
  const { valueCounts } = space;
  return flipOf(
    space,
    Int32Array.from(valueCounts.keys()).filter((site) => valueCounts[site]! > 1),
  );
}

/** Where there is nothing to change no move is valid. */
function unmoved(rowCount: number): Float64Array {
  return new Float64Array(rowCount).fill(Number.NEGATIVE_INFINITY);
}

/** @param sites - Those that may change. */
function flipOf<B>(space: Discrete<B>, sites: Int32Array): Proposal<B> {
  const { siteCount, valueCounts } = space;
  if (sites.length === 0) throw new ConfigurationError([{ path: [], message: 'no site has another value to take' }]);
  return {
    holding: (indices) =>
      flipOf(
        space,
        sites.filter((site) => !indices.includes(site)),
      ),
    propose: (rng, batch): Proposed<B> => {
      if (sites.length === 0) return { batch, logProposalRatio: unmoved(space.size(batch)) };
      const values = space.sites(batch).slice();
      const rowCount = space.size(batch);
      for (let row = 0; row < rowCount; row++) {
        const stream = rng.split(row);
        const site = sites[stream.integer(sites.length)]!;
        const drawn = stream.integer(valueCounts[site]! - 1);
        const i = row * siteCount + site;
        // The values without the present one, numbered through.
        values[i] = drawn < values[i]! ? drawn : drawn + 1;
      }
      return { batch: space.withSites(batch, values), logProposalRatio: new Float64Array(rowCount) };
    },
  };
}

/** The proposal `site-flip`. */
export const siteFlipProposal = defineProposal({
  name: 'site-flip',
  space: 'categorical',
  role: 'reversible',
  summary: 'Another value at one site, every other value as likely',
  details: 'One site is chosen, and one of the other values that it can take. Both ways are as likely.',
  reference: 'Metropolis et al., J. Chem. Phys. 21, 1087 (1953)',
  options: z.strictObject({}),
  create: (_, { space }) => {
    if (isDiscrete(space)) return siteFlip(space);
    throw new ConfigurationError([{ path: [], message: `a space of kind '${space.kind}' has no sites` }]);
  },
});
