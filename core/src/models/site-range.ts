import { ConfigurationError } from '../errors/design-error.js';
import type { Discrete } from '../state/discrete.js';
import type { SiteGroup } from '../state/site-text.js';

/** The sites of a group, or all of them where none is named. @throws {ConfigurationError} The space has no such group. */
export function siteRange<B>(space: Discrete<B>, group: string | undefined): SiteGroup {
  if (group === undefined) return { name: 'all sites', first: 0, count: space.siteCount };
  const groups = space.groups ?? [];
  const found = groups.find(({ name }) => name === group);
  if (found !== undefined) return found;
  const names = groups.map(({ name }) => `'${name}'`).join(', ') || 'none';
  throw new ConfigurationError([{ path: [], message: `the space has no group '${group}'; its groups: ${names}` }]);
}
