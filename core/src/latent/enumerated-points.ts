import { ConfigurationError } from '../errors/design-error.js';
import type { LatentVariables } from './latent-variables.js';
import type { PointSet } from './point-set.js';

/** The most points that any method goes over for one state. */
export const mostPoints = 2 ** 20;

/**
 * Every combination of values of latent sites, each with weight 1.
 *
 * @throws {ConfigurationError} The latents are coordinates, or have more than 2²⁰ combinations.
 */
export function enumeratedPoints<B>(latents: LatentVariables<B>): PointSet {
  const refuse = (message: string) => new ConfigurationError([{ path: ['method'], message }]);
  if (latents.kind !== 'sites') throw refuse(`coordinates cannot be enumerated; take 'quadrature' or 'sample'`);
  const { space, indices } = latents;
  const counts = Array.from(indices, (site) => space.valueCounts[site]!);
  const count = counts.reduce((product, values) => product * values, 1);
  if (count > mostPoints) {
    throw refuse(`the latent sites have ${count} combinations, more than ${mostPoints}; take 'sample' or 'optimise'`);
  }
  return {
    count,
    logWeights: new Float64Array(count),
    isSampled: false,
    fill: (point, values) => {
      for (let k = counts.length - 1, rest = point; k >= 0; k--) {
        values[k] = rest % counts[k]!;
        rest = Math.floor(rest / counts[k]!);
      }
    },
  };
}
