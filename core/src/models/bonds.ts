import type { SiteGraph } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import { latticeBonds, latticeOf } from '../state/lattice.js';
import type { StateSpace } from '../state/state-space.js';

/** The space as one with sites. @throws {ConfigurationError} It has none. */
export function discreteSpace<B>(name: string, space: StateSpace<B>): Discrete<B> {
  if (isDiscrete(space)) return space;
  const message = `energy '${name}' needs sites with values, and the space is of kind '${space.kind}'`;
  throw new ConfigurationError([{ path: [], message }]);
}

/**
 * Bonds of a model, site and neighbour in turn: the given ones, else those of the space's lattice. A pair that is listed twice
 * counts twice.
 *
 * @throws {ConfigurationError} There are neither, or a bond joins no two sites.
 */
export function bondsOf<B>(space: Discrete<B>, bonds: readonly (readonly [number, number])[] | undefined): Int32Array {
  if (bonds === undefined) {
    const lattice = latticeOf(space);
    if (lattice !== undefined) return latticeBonds(lattice);
    throw new ConfigurationError([{ path: [], message: 'the space has no lattice: list the bonds as pairs of sites' }]);
  }
  const faults = bonds.flatMap(([site, other], index) => {
    const isBond = site !== other && [site, other].every((end) => end >= 0 && end < space.siteCount);
    const message = `[${site}, ${other}] is no bond: it joins two of the sites 0 … ${space.siteCount - 1}`;
    return isBond ? [] : [{ path: ['bonds', index], message }];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Int32Array.from(bonds.flat());
}

/** Neighbours of every site by bonds, as often as there are bonds. */
export function graphOfBonds(siteCount: number, bonds: Int32Array): SiteGraph {
  const offsets = new Int32Array(siteCount + 1);
  for (const site of bonds) offsets[site + 1]! += 1;
  for (let site = 0; site < siteCount; site++) offsets[site + 1]! += offsets[site]!;
  const next = offsets.slice();
  const neighbours = new Int32Array(bonds.length);
  for (let i = 0; i < bonds.length; i += 2) {
    const [site, other] = [bonds[i]!, bonds[i + 1]!];
    neighbours[next[site]!++] = other;
    neighbours[next[other]!++] = site;
  }
  return { offsets, neighbours };
}
