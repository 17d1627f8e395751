import { randomStream } from '../numerics/random-stream.js';
import { heldLatents, type LatentVariables } from './latent-variables.js';
import { drawLatent } from './sampled-points.js';

/** Where searches for a minimum begin, the same for every state: the held values, then random ones. */
export function startingValues<B>(
  latents: LatentVariables<B>,
  { restarts, seed }: { readonly restarts: number; readonly seed: number },
): readonly Float64Array[] {
  const rng = randomStream(seed, 'latent starts');
  const spread = { mean: 0, deviation: 1, seed };
  const random = Array.from({ length: restarts }, () =>
    Float64Array.from(latents.indices, (_, k) => drawLatent(latents, k, spread, rng).value),
  );
  return [heldLatents(latents).values, ...random];
}
