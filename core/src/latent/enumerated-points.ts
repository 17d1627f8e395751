import { ConfigurationError } from '../errors/design-error.js';
import type { LatentVariables } from './latent-variables.js';
import type { PointSet } from './point-set.js';

/** The most points that any method goes over for one state. */
export const mostPoints = 2 ** 20;

/** How latent variables are enumerated. */
export interface EnumerationSettings {
  /** Whether latent coordinates hold whole numbers that stand for kinds. */
  readonly kinds?: boolean | undefined;
}

/**
 * Every combination of values of latent sites, or of the whole numbers between the bounds of latent coordinates that hold kinds,
 * each with weight 1.
 *
 * @throws {ConfigurationError} The latents are coordinates that are not said to hold kinds or have no bounds, or there are more
 *   than 2²⁰ combinations.
 */
export function enumeratedPoints<B>(latents: LatentVariables<B>, settings: EnumerationSettings = {}): PointSet {
  const ranges = latents.kind === 'sites' ? siteRanges(latents) : kindRanges(latents, settings);
  const count = ranges.reduce((product, range) => product * range.count, 1);
  if (count > mostPoints) {
    const what = latents.kind === 'sites' ? 'sites' : 'coordinates';
    throw refused(
      `the latent ${what} have ${count} combinations, more than ${mostPoints}; take 'sample' or 'optimise'`,
    );
  }
  return {
    count,
    logWeights: new Float64Array(count),
    isSampled: false,
    fill: (point, values) => {
      for (let k = ranges.length - 1, rest = point; k >= 0; k--) {
        const { first, count } = ranges[k]!;
        values[k] = first + (rest % count);
        rest = Math.floor(rest / count);
      }
    },
  };
}

/** The values of one variable: first, first + 1 … */
interface ValueRange {
  readonly first: number;
  readonly count: number;
}

function siteRanges<B>({ space, indices }: LatentVariables<B> & { readonly kind: 'sites' }): readonly ValueRange[] {
  return Array.from(indices, (site) => ({ first: 0, count: space.valueCounts[site]! }));
}

function kindRanges<B>(
  { space, indices }: LatentVariables<B> & { readonly kind: 'coordinates' },
  { kinds = false }: EnumerationSettings,
): readonly ValueRange[] {
  if (!kinds) {
    const message = `coordinates cannot be enumerated; take 'quadrature' or 'sample'`;
    throw refused(`${message}, or 'enumerate: { kinds: true }' where they are whole numbers that stand for kinds`);
  }
  const { names, low, high } = space.axes;
  return Array.from(indices, (axis) => {
    const [first, last] = [Math.ceil(low[axis]!), Math.floor(high[axis]!)];
    if (Number.isFinite(first) && Number.isFinite(last) && first <= last) return { first, count: last - first + 1 };
    throw refused(`there is no list of the whole numbers on axis '${names[axis]}'; give it low and high around them`);
  });
}

function refused(message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['method'], message }]);
}
