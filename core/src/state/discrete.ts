import type { StateSpace } from './state-space.js';

/** Capability: states are strings of sites, each with one of a few values. Gibbs and other site-wise kernels need nothing more. */
export interface Discrete<B> extends StateSpace<B> {
  readonly siteCount: number;
  /** Values that each site can take, 1 … 256; a site with one value is frozen. [siteCount] */
  readonly valueCounts: Int32Array;
  /** What the values of each site are called, where they have names. [siteCount][valueCounts[site]] */
  readonly alphabets?: readonly (readonly string[])[];
  /** Runs of sites that have a name together, such as 'visible' and 'hidden'. */
  readonly groups?: readonly { readonly name: string; readonly first: number; readonly count: number }[];
  /** [rows, siteCount], row-major, values 0 … valueCount − 1. May be the batch's own memory: read it, never write in it. */
  sites(batch: B): Uint8Array;
  /**
   * The states with other site values; whatever else a state holds comes from the same row of `like`.
   *
   * @param sites - [rows, siteCount]; the space may keep it.
   */
  withSites(like: B, sites: Uint8Array): B;
}

export function isDiscrete<B>(space: StateSpace<B>): space is Discrete<B> {
  return 'withSites' in space;
}

/** The most values that any site has: the width of a site's row in tables of conditional energies. */
export function mostValues({ valueCounts }: Pick<Discrete<unknown>, 'valueCounts'>): number {
  return valueCounts.reduce((most, count) => Math.max(most, count), 0);
}
