import { isSiteLocal, isSiteSloped } from '../energy/energy.js';
import { exactSiteGuide } from './exact-site-guide.js';
import type { KernelTarget } from './kernel-definition.js';
import type { SiteGuide } from './site-guide.js';
import { freeSites, unusable } from './site-target.js';
import { slopeSiteGuide } from './slope-site-guide.js';

/**
 * The best guide that a target has: exact energies of its sites, else slopes.
 *
 * @throws {ConfigurationError} The space has no sites, the energy neither their energies nor slopes, or nothing can change.
 */
export function siteGuideOf<B>(target: KernelTarget<B>): SiteGuide<B> {
  const { energy } = target;
  const sites = freeSites(target);
  if (isSiteLocal(energy)) return exactSiteGuide({ ...sites, energy });
  if (isSiteSloped(energy)) return slopeSiteGuide(sites, energy);
  throw unusable('the kernel needs the energies of single sites or slopes of them, and the energy gives neither');
}
