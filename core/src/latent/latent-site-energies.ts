import { absoluteSiteEnergies } from '../energy/absolute-site-energies.js';
import type { SiteLocal } from '../energy/energy.js';
import { levelHeldSites } from '../energy/given.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { eachChunk, type LatentPoints } from './latent-points.js';

/** Joins the energies of one entry at all points: told of each, then asked. */
export interface TableReduction {
  add(entry: number, energy: number, point: number): void;
  result(entry: number): number;
}

/**
 * The energies of every value of visible sites once the latent ones are summed out or minimised over: the absolute energies at
 * every latent point, joined. Sites that are latent get 0 for each of their values.
 */
export function latentSiteEnergies<B>(
  energy: SiteLocal<B>,
  space: Discrete<B>,
  points: LatentPoints<B>,
  reductionOf: (entries: number) => TableReduction,
): Omit<SiteLocal<B>, 'evaluate'> {
  const width = mostValues(space);
  return {
    // What is summed out couples all that it was coupled to.
    siteGraph: undefined,
    siteEnergies: (batch, sites, into): Awaitable<void> => {
      const perRow = sites.length * width;
      const reduction = reductionOf(into.length);
      const summed = eachChunk(
        points,
        batch,
        ({ states, firstRow, rowCount, firstPoint, pointCount }) => {
          const table = new Float64Array(rowCount * pointCount * perRow);
          return whenDone(absoluteSiteEnergies(energy, space, states, sites, table), () => {
            for (let state = 0, i = 0; state < rowCount * pointCount; state++) {
              const row = firstRow + Math.floor(state / pointCount);
              const point = firstPoint + (state % pointCount);
              for (let k = 0; k < perRow; k++, i++) reduction.add(row * perRow + k, table[i]!, point);
            }
          });
        },
        perRow,
      );
      return whenDone(summed, () => {
        for (let entry = 0; entry < into.length; entry++) into[entry] = reduction.result(entry);
        levelHeldSites(space, sites, points.clamp.indices, into);
      });
    },
  };
}
