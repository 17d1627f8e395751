import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import type { Axes } from '../state/continuous.js';
import type { LatentVariables } from './latent-variables.js';
import type { PointSet } from './point-set.js';

/** How latent values are drawn. */
export interface DrawSettings {
  readonly mean: number;
  /** > 0 */
  readonly deviation: number;
  readonly seed: number;
}

/** A latent value drawn from a distribution of its own, with ln of the inverse of its probability or density there. */
interface Draw {
  readonly value: number;
  readonly logWeight: number;
}

/**
 * Fixed draws z₁ … zₙ from a distribution q, with weights 1 / (n q(z)): a sum over them estimates the sum over all values. Uniform
 * over the values of sites and along axes with two bounds; normal along others, folded at a bound. The draws depend on the seed
 * alone, so that the energy stays a function of the state.
 */
export function sampledPoints<B>(
  latents: LatentVariables<B>,
  settings: DrawSettings & { readonly count: number },
): PointSet {
  const { count } = settings;
  const width = latents.indices.length;
  const table = new Float64Array(count * width);
  const logWeights = new Float64Array(count).fill(-Math.log(count));
  const rng = randomStream(settings.seed, 'latent draws');
  for (let point = 0; point < count; point++) {
    for (let k = 0; k < width; k++) {
      const { value, logWeight } = drawLatent(latents, k, settings, rng);
      table[point * width + k] = value;
      logWeights[point]! += logWeight;
    }
  }
  return {
    count,
    logWeights,
    isSampled: true,
    fill: (point, values) => {
      for (let k = 0; k < width; k++) values[k] = table[point * width + k]!;
    },
  };
}

/** One value of the k-th latent variable. */
export function drawLatent<B>(latents: LatentVariables<B>, k: number, settings: DrawSettings, rng: Rng): Draw {
  const index = latents.indices[k]!;
  if (latents.kind === 'coordinates') return drawCoordinate(latents.space.axes, index, settings, rng);
  const count = latents.space.valueCounts[index]!;
  return { value: rng.integer(count), logWeight: Math.log(count) };
}

function drawCoordinate({ low, high }: Axes, axis: number, { mean, deviation }: DrawSettings, rng: Rng): Draw {
  const from = low[axis]!;
  const to = high[axis]!;
  if (Number.isFinite(from) && Number.isFinite(to)) {
    return { value: from + rng.uniform() * (to - from), logWeight: Math.log(to - from) };
  }
  const z = rng.normal();
  const inverseDensity = 0.5 * Math.log(2 * Math.PI) + Math.log(deviation) + (z * z) / 2;
  if (Number.isFinite(from)) return { value: from + deviation * Math.abs(z), logWeight: inverseDensity - Math.LN2 };
  if (Number.isFinite(to)) return { value: to - deviation * Math.abs(z), logWeight: inverseDensity - Math.LN2 };
  return { value: mean + deviation * z, logWeight: inverseDensity };
}
