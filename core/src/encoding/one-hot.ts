import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import type { OneHot } from './encoder.js';
import { defineEncoder } from './encoder-definition.js';

/**
 * The value of each site as a vector with a single 1: shape [sites, most values of any site].
 *
 * @throws {ConfigurationError} The space has no sites.
 */
export function oneHotEncoder<B>(space: StateSpace<B>): OneHot<B> {
  if (!isDiscrete(space)) {
    throw new ConfigurationError([{ path: [], message: `a space of kind '${space.kind}' has no sites to encode` }]);
  }
  const width = mostValues(space);
  return {
    shape: [space.siteCount, width],
    isOneHot: true,
    encode: (batch) => oneHot(space.sites(batch), width),
  };
}

/** @param values - 0 … width − 1. @returns [values, width] */
function oneHot(values: ReturnType<Discrete<unknown>['sites']>, width: number): Float64Array {
  const encoded = new Float64Array(values.length * width);
  for (let i = 0; i < values.length; i++) encoded[i * width + values[i]!] = 1;
  return encoded;
}

/** The encoder `one-hot`. */
export const oneHotSites = defineEncoder({
  name: 'one-hot',
  space: 'categorical',
  isDefault: true,
  summary: 'Each site as a vector of zeros with a one at its value',
  details:
    'Features have shape [sites, values]. Networks that read them give estimates of what every change of a site would cost, which guide the kernels gibbs-with-gradients and discrete-langevin.',
  options: z.strictObject({}),
  create: (_options, { space }) => oneHotEncoder(space),
});
