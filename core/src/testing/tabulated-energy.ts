import type { Energy, SiteLocal } from '../energy/energy.js';
import type { CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { mostValues } from '../state/discrete.js';

/** An energy given state by state, in the order of `space.enumerate()`. */
export function tabulatedEnergy(space: CategoricalSpace, table: readonly number[]): Energy<CategoricalBatch> {
  return {
    evaluate: (batch) =>
      Float64Array.from({ length: space.size(batch) }, (_, row) => table[space.stateNumber(batch, row)]!),
  };
}

/** The same with the energies of single sites. Every site may be coupled to every other. */
export function tabulatedSites(space: CategoricalSpace, table: readonly number[]): SiteLocal<CategoricalBatch> {
  const width = mostValues(space);
  return {
    ...tabulatedEnergy(space, table),
    siteGraph: undefined,
    siteEnergies: (batch, sites, into) => {
      const changed = batch.slice();
      into.fill(Number.POSITIVE_INFINITY);
      for (let row = 0, i = 0; row < space.size(batch); row++) {
        for (const site of sites) {
          const place = row * space.siteCount + site;
          for (let value = 0; value < space.valueCounts[site]!; value++) {
            changed[place] = value;
            into[i + value] = table[space.stateNumber(changed, row)]!;
          }
          changed[place] = batch[place]!;
          i += width;
        }
      }
    },
  };
}
