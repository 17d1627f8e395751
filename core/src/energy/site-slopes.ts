import { whenAll, whenDone } from '../numerics/awaitable.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import {
  type Energy,
  isSiteLocal,
  isSiteSloped,
  type SiteLocal,
  type SiteSloped,
  type ValueAndSlopes,
} from './energy.js';
import type { WeightedTerm } from './weighted-term.js';

/** What an energy adds to have slopes. */
export type Slopes<B> = Pick<SiteSloped<B>, 'evaluateWithSlopes'>;

/** The energies of single sites as slopes: of all sites, and exact. One evaluation and one call of `siteEnergies`. */
export function exactSlopes<B>(energy: SiteLocal<B>, space: Discrete<B>): SiteSloped<B> {
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  const width = mostValues(space);
  return {
    evaluate: (batch) => energy.evaluate(batch),
    evaluateWithSlopes: (batch) => {
      const slopes = new Float64Array(space.size(batch) * sites.length * width);
      return whenAll<Float64Array | undefined, ValueAndSlopes>(
        [energy.evaluate(batch), whenDone(energy.siteEnergies(batch, sites, slopes), () => undefined)],
        ([values]) => ({ energy: values!, slopes }),
      );
    },
  };
}

/**
 * The slopes of every term: exact ones where a term has the energies of single sites, else its own.
 *
 * @param space - Without it, energies of single sites do not serve.
 * @returns Undefined where a term has neither, and where none has slopes of its own: then energies of single sites tell all.
 */
export function slopedParts<B>(
  terms: readonly WeightedTerm<B>[],
  space: StateSpace<B> | undefined,
): readonly SiteSloped<B>[] | undefined {
  const parts = terms.flatMap(({ energy }) => slopedPart(energy, space) ?? []);
  return parts.length === terms.length && terms.some(({ energy }) => isSiteSloped(energy)) ? parts : undefined;
}

function slopedPart<B>(energy: Energy<B>, space: StateSpace<B> | undefined): SiteSloped<B> | undefined {
  if (isSiteLocal(energy) && space !== undefined && isDiscrete(space)) return exactSlopes(energy, space);
  return isSiteSloped(energy) ? energy : undefined;
}

/** Slopes of nothing: 0 for every value that a site can take, [rows, sites, most values]. */
export function flatSlopes(space: Pick<Discrete<unknown>, 'siteCount' | 'valueCounts'>, rows: number): Float64Array {
  const width = mostValues(space);
  const slopes = new Float64Array(rows * space.siteCount * width);
  for (let site = 0; site < space.siteCount; site++) {
    for (let i = site * width; i < slopes.length; i += space.siteCount * width) {
      slopes.fill(Number.POSITIVE_INFINITY, i + space.valueCounts[site]!, i + width);
    }
  }
  return slopes;
}
