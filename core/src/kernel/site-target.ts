import { isClamped, isSiteLocal, type SiteLocal } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { KernelTarget } from './kernel-definition.js';

/** What kernels over sites sample. */
export interface SiteTarget<B> {
  readonly space: Discrete<B>;
  readonly energy: SiteLocal<B>;
  /** Sites that may change, ascending: not clamped, and with two values or more. */
  readonly freeSites: Int32Array;
  /** Most values of any site: the width of a site's row of energies. */
  readonly width: number;
}

/** @throws {ConfigurationError} The space has no sites, the energy none of their energies, or nothing can change. */
export function siteTarget<B>({ space, energy }: KernelTarget<B>): SiteTarget<B> {
  if (!isDiscrete(space)) throw unusable(`the kernel needs sites with values, and a ${space.kind} has none`);
  if (!isSiteLocal(energy)) throw unusable('the kernel needs the energies of single sites, and the energy gives none');
  const clamped = new Set(isClamped(energy) ? energy.clamp.indices : []);
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  const freeSites = sites.filter((site) => space.valueCounts[site]! > 1 && !clamped.has(site));
  if (freeSites.length === 0) throw unusable('no site can change: all are clamped or have one value');
  return { space, energy, freeSites, width: mostValues(space) };
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}
