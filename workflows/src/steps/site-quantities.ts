import { type Discrete, type Energy, evenlySpread, freeSites } from '@basin/core';

/** Single sites that a certificate looks at, at most: evenly spread ones. */
const mostSites = 32;

/** Values whose shares a certificate looks at, at most: the first ones. */
const mostShares = 32;

/** What the name of a number begins with that is the place of a value in the alphabet of its site. */
export const placeInAlphabet = 'place in the alphabet';

/**
 * Numbers of the states of a discrete space that show when chains are in different phases of the same energy: for each value the
 * share of the sites that have it, and the values of single sites. Sites that the energy holds have nothing to tell.
 */
export class SiteQuantities<B> {
  readonly #space: Discrete<B>;
  readonly #free: Int32Array;
  readonly #single: Int32Array;
  /** Values with a share of their own; of two values the share of one tells both. */
  readonly #values: readonly number[];
  readonly #labels: readonly string[] | undefined;

  constructor(space: Discrete<B>, energy: Energy<B>) {
    this.#space = space;
    this.#free = freeSites(space, energy).filter((site) => space.valueCounts[site]! > 1);
    this.#single = evenlySpread(this.#free, mostSites);
    const width = this.#free.reduce((most, site) => Math.max(most, space.valueCounts[site]!), 0);
    this.#values = width === 2 ? [1] : Array.from({ length: Math.min(width, mostShares) }, (_, value) => value);
    this.#labels = commonLabels(space, this.#free);
  }

  /** By name, of every row. */
  of(batch: B): ReadonlyMap<string, Float64Array> {
    const sites = this.#space.sites(batch);
    const rows = sites.length / this.#space.siteCount;
    const shares = this.#shares(sites, rows);
    const named = this.#values.map((value) => {
      const label = this.#labels?.[value] ?? `${value}`;
      return [`share of value ${label}`, Float64Array.from(shares, (row) => row[value]!)] as const;
    });
    const single = Array.from(this.#single, (site) => {
      const values = Float64Array.from({ length: rows }, (_, row) => sites[row * this.#space.siteCount + site]!);
      return [this.#siteName(site), values] as const;
    });
    return new Map([...named, ...single]);
  }

  /** Sites are numbered as everywhere, from 0. Values with names have a place in their alphabet, whose mean means nothing. */
  #siteName(site: number): string {
    const labels = this.#space.alphabets?.[site];
    const isNumbered = labels === undefined || labels.every((label, value) => label === String(value));
    return isNumbered ? `site ${site}` : `${placeInAlphabet} at site ${site}`;
  }

  /** Of each row, the share of every value over the free sites. */
  #shares(sites: Uint8Array, rows: number): readonly Float64Array[] {
    const { siteCount, valueCounts } = this.#space;
    const width = valueCounts.reduce((most, count) => Math.max(most, count), 0);
    return Array.from({ length: rows }, (_, row) => {
      const counts = new Float64Array(width);
      for (const site of this.#free) counts[sites[row * siteCount + site]!]! += 1;
      return counts.map((count) => count / this.#free.length);
    });
  }
}

/** What the values are called, where all free sites call them the same. */
function commonLabels<B>({ alphabets }: Discrete<B>, free: Int32Array): readonly string[] | undefined {
  const first = alphabets?.[free[0] ?? 0];
  if (alphabets === undefined || first === undefined) return undefined;
  const isCommon = free.every((site) => {
    const labels = alphabets[site]!;
    return labels === first || (labels.length === first.length && labels.every((label, i) => label === first[i]));
  });
  return isCommon ? first : undefined;
}
