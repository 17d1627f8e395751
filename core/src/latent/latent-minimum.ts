import type { Energy } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { HeldVariables } from '../state/held-variables.js';
import { coordinateMinimum } from './coordinate-minimum.js';
import { enumeratedMinimum } from './enumerated-minimum.js';
import type { LatentMethod } from './latent-method.js';
import { type LatentPoints, latentPoints } from './latent-points.js';
import { heldLatents, type LatentVariables } from './latent-variables.js';
import type { Minimised } from './minimised.js';
import { siteMinimum } from './site-minimum.js';

/** Finds the least energy over latent variables. */
export interface LatentMinimum<B> {
  readonly variables: LatentVariables<B>;
  /** Where states hold the latent variables. */
  readonly clamp: HeldVariables;
  /** The points that are looked at, where the minimum is over all of them and so exact. */
  readonly points: LatentPoints<B> | undefined;
  minimise(batch: B): Awaitable<Minimised<B>>;
}

/**
 * @param name - Of the energy, for messages.
 * @throws {ConfigurationError} The method finds no minimum, or not of such variables or such an energy.
 */
export function latentMinimum<B>(
  name: string,
  energy: Energy<B>,
  variables: LatentVariables<B>,
  method: LatentMethod,
): LatentMinimum<B> {
  const clamp = heldLatents(variables);
  if (method.name === 'enumerate') {
    const points = latentPoints(variables, method);
    return { variables, clamp, points, minimise: (batch) => enumeratedMinimum(name, energy, points, batch) };
  }
  if (method.name !== 'optimise') {
    const message = `'${method.name}' sums over latent variables; minima are found by 'enumerate' or 'optimise'`;
    throw new ConfigurationError([{ path: ['method'], message }]);
  }
  const minimise =
    variables.kind === 'sites'
      ? siteMinimum(energy, variables, method.options)
      : coordinateMinimum(name, energy, variables, method.options);
  return { variables, clamp, points: undefined, minimise };
}
