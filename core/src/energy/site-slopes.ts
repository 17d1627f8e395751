import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
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

/**
 * What slopes say of the energy itself: slopes[row, site, value] = estimate of E(state with that value at that site), equal to E
 * at the value that the site has. What a mixture or a sum over latent variables needs, where constants matter. +Infinity at
 * values that a site cannot take, and throughout the rows of forbidden states.
 *
 * @returns Arrays of its own.
 */
export function absoluteEstimates<B>(part: SiteSloped<B>, space: Discrete<B>, batch: B): Awaitable<ValueAndSlopes> {
  const width = mostValues(space);
  return whenDone(part.evaluateWithSlopes(batch), ({ energy, slopes }) => {
    const states = space.sites(batch);
    const estimates = slopes.slice();
    for (let i = 0, at = 0; i < states.length; i++, at += width) {
      const here = energy[Math.floor(i / space.siteCount)]!;
      const present = slopes[at + states[i]!]!;
      for (let value = 0; value < width; value++) {
        estimates[at + value] = here === Number.POSITIVE_INFINITY ? here : here + (slopes[at + value]! - present);
      }
    }
    return { energy: energy.slice(), slopes: estimates };
  });
}

/**
 * Puts estimates that are +Infinity at the present energy of their row, but at values that a site cannot take: a term that is
 * forbidden where the chain is, and so without slopes, may allow what all others forbid.
 */
export function levelUnknown<B>(space: Discrete<B>, energy: Float64Array, estimates: Float64Array): void {
  const { siteCount, valueCounts } = space;
  const width = mostValues(space);
  for (let i = 0, at = 0; at < estimates.length; i++, at += width) {
    const end = at + valueCounts[i % siteCount]!;
    for (let k = at; k < end; k++) {
      if (estimates[k] === Number.POSITIVE_INFINITY) estimates[k] = energy[Math.floor(i / siteCount)]!;
    }
  }
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
