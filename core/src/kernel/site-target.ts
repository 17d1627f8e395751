import { isClamped, isSiteLocal, type SiteLocal } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { KernelTarget } from './kernel-definition.js';

/** Sites that a kernel may change. */
export interface FreeSites<B> {
  readonly space: Discrete<B>;
  /** Ascending: not clamped, and with two values or more. */
  readonly freeSites: Int32Array;
  /** Most values of any site: the width of a site's row of energies. */
  readonly width: number;
}

/** What kernels over sites sample. */
export interface SiteTarget<B> extends FreeSites<B> {
  readonly energy: SiteLocal<B>;
}

/** @throws {ConfigurationError} The space has no sites, the energy none of their energies, or nothing can change. */
export function siteTarget<B>({ space, energy }: KernelTarget<B>): SiteTarget<B> {
  const sites = freeSites({ space, energy });
  if (!isSiteLocal(energy)) throw unusable('the kernel needs the energies of single sites, and the energy gives none');
  return { ...sites, energy };
}

/** @throws {ConfigurationError} The space has no sites, or all are clamped or have one value. */
export function freeSites<B>({ space, energy }: KernelTarget<B>): FreeSites<B> {
  if (!isDiscrete(space)) throw unusable(`the kernel needs sites with values, and a ${space.kind} has none`);
  const clamped = new Set(isClamped(energy) ? energy.clamp.indices : []);
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  const free = sites.filter((site) => space.valueCounts[site]! > 1 && !clamped.has(site));
  if (free.length === 0) throw unusable('no site can change: all are clamped or have one value');
  return { space, freeSites: free, width: mostValues(space) };
}

/** The fault of a target that a kernel cannot sample. */
export function unusable(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}
