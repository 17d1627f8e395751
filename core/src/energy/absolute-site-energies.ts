import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import type { Energy, SiteLocal } from './energy.js';

/**
 * The energies that {@link SiteLocal.siteEnergies} gives, without its free constant: into[row, site, value] = E(state with that
 * value at that site), +Infinity for values that the site cannot take. What a minimum, a mixture or a property needs, where
 * constants matter.
 *
 * @param into - [rows, sites.length, most values of any site]: written in full.
 * @remarks One evaluation and one call of `siteEnergies`. Rows without a finite energy, from which no change can be counted, are
 *   evaluated at every value.
 */
export function absoluteSiteEnergies<B>(
  energy: SiteLocal<B>,
  space: Discrete<B>,
  batch: B,
  sites: Int32Array,
  into: Float64Array,
): Awaitable<void> {
  return whenAll<Float64Array | undefined, void>(
    [energy.evaluate(unseen(space, batch)), whenDone(energy.siteEnergies(batch, sites, into), () => undefined)],
    ([values]) => {
      const without = shiftTables(values!, space, batch, sites, into);
      return without.length === 0 ? undefined : evaluateRows(energy, space, batch, sites, into, without);
    },
  );
}

/** The same states as a batch that nobody remembers: whoever asks for site energies may change its own between calls. */
function unseen<B>(space: Discrete<B>, batch: B): B {
  return space.withSites(batch, space.sites(batch).slice());
}

/** Puts each table at its absolute height; gives back the rows where this cannot be done. */
function shiftTables<B>(
  values: Float64Array,
  space: Discrete<B>,
  batch: B,
  sites: Int32Array,
  into: Float64Array,
): readonly number[] {
  const states = space.sites(batch);
  const width = mostValues(space);
  const without: number[] = [];
  for (let row = 0, i = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row]!)) without.push(row);
    for (let s = 0; s < sites.length; s++, i += width) {
      const site = sites[s]!;
      const shift = values[row]! - into[i + states[row * space.siteCount + site]!]!;
      const count = space.valueCounts[site]!;
      for (let value = 0; value < width; value++) {
        into[i + value] = value < count ? into[i + value]! + shift : Number.POSITIVE_INFINITY;
      }
    }
  }
  return without;
}

/** Any energy at every value of each site, by evaluating the states themselves. */
export function evaluatedSiteEnergies<B>(
  energy: Energy<B>,
  space: Discrete<B>,
  batch: B,
  sites: Int32Array,
  into: Float64Array,
): Awaitable<void> {
  const rows = Array.from({ length: space.size(batch) }, (_, row) => row);
  return evaluateRows(energy, space, batch, sites, into, rows);
}

function evaluateRows<B>(
  energy: Energy<B>,
  space: Discrete<B>,
  batch: B,
  sites: Int32Array,
  into: Float64Array,
  rows: readonly number[],
): Awaitable<void> {
  const width = mostValues(space);
  const counts = Array.from(sites, (site) => space.valueCounts[site]!);
  const perRow = counts.reduce((sum, count) => sum + count, 0);
  const like = Int32Array.from({ length: rows.length * perRow }, (_, i) => rows[Math.floor(i / perRow)]!);
  const expanded = space.take(batch, like);
  const states = space.sites(expanded).slice();
  for (let r = 0, state = 0; r < rows.length; r++) {
    for (let s = 0; s < sites.length; s++) {
      for (let value = 0; value < counts[s]!; value++, state++) states[state * space.siteCount + sites[s]!] = value;
    }
  }
  return whenDone(energy.evaluate(space.withSites(expanded, states)), (values) => {
    let state = 0;
    for (const row of rows) {
      for (let s = 0; s < sites.length; s++) {
        const i = (row * sites.length + s) * width;
        into.fill(Number.POSITIVE_INFINITY, i, i + width);
        for (let value = 0; value < counts[s]!; value++) into[i + value] = values[state++]!;
      }
    }
  });
}
