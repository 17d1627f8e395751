import { ConfigurationError } from '../errors/design-error.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { HeldVariables } from '../state/held-variables.js';
import type { StateSpace } from '../state/state-space.js';

/** Coordinates or sites of a space that are summed out or minimised over. */
export type LatentVariables<B> =
  | { readonly kind: 'coordinates'; readonly space: Continuous<B>; readonly indices: Int32Array }
  | { readonly kind: 'sites'; readonly space: Discrete<B>; readonly indices: Int32Array };

/**
 * @param indices - Ascending, as `variableIndices` gives them; some of the coordinates or sites, not all.
 * @throws {ConfigurationError} There are none, or no others are left, or the space has neither coordinates nor sites.
 */
export function latentVariables<B>(space: StateSpace<B>, indices: Int32Array): LatentVariables<B> {
  const refuse = (message: string) => new ConfigurationError([{ path: ['latents'], message }]);
  if (indices.length === 0) throw refuse('there are no latent variables');
  if (isContinuous(space)) {
    if (indices.length >= space.dimension) throw refuse('every coordinate is latent: no state is left');
    return { kind: 'coordinates', space, indices };
  }
  if (!isDiscrete(space)) throw refuse(`states of kind '${space.kind}' have no coordinates or sites`);
  if (indices.length >= space.siteCount) throw refuse('every site is latent: no state is left');
  return { kind: 'sites', space, indices };
}

/** Where latent variables are held in states that are drawn: first values, and the middle of the axes. */
export function heldLatents<B>(latents: LatentVariables<B>): HeldVariables {
  const { indices } = latents;
  if (latents.kind === 'sites') return { indices, values: new Float64Array(indices.length) };
  const { low, high } = latents.space.axes;
  return { indices, values: Float64Array.from(indices, (axis) => middle(low[axis]!, high[axis]!)) };
}

function middle(low: number, high: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  return Math.min(high, Math.max(low, 0));
}

/** Each row of a batch `times` times, with latent values of its own: `fill` writes those of one copy. */
export function expandedStates<B>(
  latents: LatentVariables<B>,
  batch: B,
  times: number,
  fill: (copy: number, row: number, values: Float64Array) => void,
): B {
  const { space, indices } = latents;
  const count = space.size(batch) * times;
  const copies = space.take(
    batch,
    Int32Array.from({ length: count }, (_, i) => Math.floor(i / times)),
  );
  const values = new Float64Array(indices.length);
  const write = <A extends Float64Array | Uint8Array>(rows: A, width: number): A => {
    for (let i = 0; i < count; i++) {
      fill(i % times, Math.floor(i / times), values);
      for (let k = 0; k < indices.length; k++) rows[i * width + indices[k]!] = values[k]!;
    }
    return rows;
  };
  if (latents.kind === 'sites') {
    const { space: sites } = latents;
    return sites.withSites(copies, write(sites.sites(copies).slice(), sites.siteCount));
  }
  const { space: points } = latents;
  return points.withCoordinates(copies, write(points.coordinates(copies).slice(), points.dimension));
}
