import { absoluteSiteEnergies } from '../energy/absolute-site-energies.js';
import type { SiteLocal, SiteSloped, ValueAndSlopes } from '../energy/energy.js';
import { levelHeldSites } from '../energy/given.js';
import { absoluteEstimates, levelUnknown, type Slopes } from '../energy/site-slopes.js';
import { checkedEnergy } from '../energy/weighted-term.js';
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
    siteEnergies: (batch, sites, into) => {
      const perRow = sites.length * width;
      const tableOf = (states: B) => {
        const table = new Float64Array(space.size(states) * perRow);
        return whenDone(absoluteSiteEnergies(energy, space, states, sites, table), () => table);
      };
      return whenDone(joinTables(points, batch, perRow, tableOf, reductionOf(into.length), into), () =>
        levelHeldSites(space, sites, points.clamp.indices, into),
      );
    },
  };
}

/**
 * The same of slopes: what they say of the energies at every latent point, joined. To first order that is their mean over the
 * latent sites given the visible ones, or the slopes at the minimum.
 *
 * @param name - Of the energy, where its value is none.
 */
export function latentSlopes<B>(
  name: string,
  energy: SiteSloped<B>,
  space: Discrete<B>,
  points: LatentPoints<B>,
  reductionOf: (entries: number) => TableReduction,
): Slopes<B> {
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  const perRow = sites.length * mostValues(space);
  const visible = sites.find((site) => !points.clamp.indices.includes(site))!;
  const tableOf = (states: B) =>
    whenDone(absoluteEstimates(energy, space, states), (found) => {
      checkedEnergy(name, found.energy);
      return found.slopes;
    });
  return {
    evaluateWithSlopes: (batch) => {
      const slopes = new Float64Array(space.size(batch) * perRow);
      const joined = joinTables(points, batch, perRow, tableOf, reductionOf(slopes.length), slopes);
      return whenDone(joined, (): ValueAndSlopes => {
        const values = presentEntries(space, batch, visible, slopes);
        levelUnknown(space, values, slopes);
        levelHeldSites(space, sites, points.clamp.indices, slopes);
        return { energy: values, slopes };
      });
    },
  };
}

/** Joins tables [states, perRow] of every row at all points into one table [rows, perRow]. */
function joinTables<B>(
  points: LatentPoints<B>,
  batch: B,
  perRow: number,
  tableOf: (states: B) => Awaitable<Float64Array>,
  reduction: TableReduction,
  into: Float64Array,
): Awaitable<void> {
  const summed = eachChunk(
    points,
    batch,
    ({ states, firstRow, rowCount, firstPoint, pointCount }) =>
      whenDone(tableOf(states), (table) => {
        for (let state = 0, i = 0; state < rowCount * pointCount; state++) {
          const row = firstRow + Math.floor(state / pointCount);
          const point = firstPoint + (state % pointCount);
          for (let k = 0; k < perRow; k++, i++) reduction.add(row * perRow + k, table[i]!, point);
        }
      }),
    perRow,
  );
  return whenDone(summed, () => {
    for (let entry = 0; entry < into.length; entry++) into[entry] = reduction.result(entry);
  });
}

/** What a table [rows, sites, width] says of the values that one site has. */
function presentEntries<B>(space: Discrete<B>, batch: B, site: number, table: Float64Array): Float64Array {
  const width = mostValues(space);
  const states = space.sites(batch);
  return Float64Array.from({ length: space.size(batch) }, (_, row) => {
    const i = row * space.siteCount + site;
    return table[i * width + states[i]!]!;
  });
}
