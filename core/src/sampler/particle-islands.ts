import { logMeanExp } from '../numerics/log-sum-exp.js';
import type { Rng } from '../numerics/rng.js';
import { effectiveCount, systematicResampling } from './systematic-resampling.js';

/** How many islands of particles there are; row `island · particles + particle` is a particle. */
export interface IslandLayout {
  readonly islands: number;
  readonly particles: number;
}

/** Accuracy of the next place of the path. */
const bisections = 60;

/**
 * The next place of the path: as far from `place` as the weights of the particles allow while the effective share of the allowed
 * ones stays at `share` in the mean over the islands.
 *
 * @param slope - dU/dt of each particle; +Infinity where the target forbids it.
 * @param share - In (0, 1).
 * @returns In (place, 1].
 */
export function nextPlace(slope: Float64Array, layout: IslandLayout, place: number, share: number): number {
  const isEnough = (next: number): boolean => meanShare(slope, layout, next - place) >= share;
  if (isEnough(1)) return 1;
  let [low, high] = [place, 1];
  for (let i = 0; i < bisections && high > low; i++) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) low = middle;
    else high = middle;
  }
  return low > place ? low : high;
}

function meanShare(slope: Float64Array, layout: IslandLayout, change: number): number {
  let sum = 0;
  for (let island = 0; island < layout.islands; island++) {
    const own = islandOf(slope, layout, island);
    const allowed = own.reduce((count, value) => count + (value === Number.POSITIVE_INFINITY ? 0 : 1), 0);
    sum += allowed === 0 ? 1 : effectiveCount(own.map((value) => -change * value)) / allowed;
  }
  return sum / layout.islands;
}

/** ln of each particle's weight for a step of `change` along the path. */
export function incrementsOf(slope: Float64Array, change: number): Float64Array {
  return slope.map((value) => -change * value);
}

/** ln of the mean weight of each island; −Infinity where all of its particles are forbidden. */
export function islandMeans(logWeight: Float64Array, layout: IslandLayout): Float64Array {
  return Float64Array.from({ length: layout.islands }, (_, island) => logMeanExp(islandOf(logWeight, layout, island)));
}

/**
 * ln weights of the particles of all islands together: an island counts by the Z that it found, so that means over all islands are
 * unbiased.
 *
 * @param logWeight - Within the islands. @param logRatio - ln of the estimate of Z / Z₀ of each island before those weights.
 */
export function weightsOfAll(
  logWeight: Float64Array,
  logRatio: Float64Array,
  { particles }: IslandLayout,
): Float64Array {
  return logWeight.map((value, row) => value + logRatio[Math.floor(row / particles)]!);
}

/** Rows drawn by weight, each island from its own. An island without weight stays as it is. */
export function resampledRows(logWeight: Float64Array, layout: IslandLayout, rng: Rng): Int32Array {
  const { islands, particles } = layout;
  const rows = Int32Array.from({ length: islands * particles }, (_, row) => row);
  for (let island = 0; island < islands; island++) {
    const own = islandOf(logWeight, layout, island);
    const uniform = rng.split(island).uniform();
    if (!own.some((value) => value > Number.NEGATIVE_INFINITY)) continue;
    const chosen = systematicResampling(own, uniform);
    rows.set(
      chosen.map((particle) => island * particles + particle),
      island * particles,
    );
  }
  return rows;
}

/**
 * ln of the mean of some estimates given by their logarithms, with its standard error by the estimates' own spread. Estimates
 * of Z are unbiased, their logarithms are not: hence the mean of the former.
 *
 * @returns A standard error of NaN for a single estimate.
 */
export function logMeanWithError(logEstimates: Float64Array): { value: number; standardError: number } {
  const count = logEstimates.length;
  const value = logMeanExp(logEstimates);
  const variance = logEstimates.reduce((sum, log) => sum + (Math.exp(log - value) - 1) ** 2, 0) / (count - 1);
  return { value, standardError: Math.sqrt(variance / count) };
}

function islandOf(values: Float64Array, { particles }: IslandLayout, island: number): Float64Array {
  return values.subarray(island * particles, (island + 1) * particles);
}
