import { type CertificateCheck, check } from '../diagnostics/certificate.js';
import {
  configurationalBeta,
  type EffectiveBeta,
  pseudoLikelihoodBeta,
  type ScoreOfBeta,
} from '../diagnostics/effective-beta.js';
import { type Differentiable, type Energy, isDifferentiable, isSiteLocal, type SiteLocal } from '../energy/energy.js';
import type { Rng } from '../numerics/rng.js';
import { freeAxes, freeSites } from '../path/free-variables.js';
import { type Continuous, isContinuous, withinBounds } from '../state/continuous.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { axisSpreads } from './axis-spreads.js';
import type { TargetEvidence } from './target-checks.js';

/** What independent states tell of their β: its check, or why there is none. */
export interface BetaFinding {
  readonly checks: readonly CertificateCheck[];
  readonly remarks: readonly string[];
}

/**
 * Holds the β that independent states of a target seem to have against the one asked for. Where states determine none, because
 * forces or differences between values vanish at all of them, a remark says so; gradients that are no numbers fail.
 */
export async function betaFinding<B>({
  space,
  energy,
  states,
  beta,
  rng,
  isWalled = false,
}: TargetEvidence<B>): Promise<BetaFinding> {
  const found = isWalled && isContinuous(space) ? undefined : await effectiveBeta(space, energy, states, beta, rng);
  if (found === undefined) return { checks: [], remarks: [] };
  const isUndetermined = Number.isNaN(found.value) && found.isFlat;
  return isUndetermined ? { checks: [], remarks: [undetermined] } : { checks: [checkOfBeta(found, beta)], remarks: [] };
}

const undetermined =
  'The effective β could not be computed: at every draw that was looked at, forces or differences between values of a site vanish, or are too large to compare.';

/** An effective β, and whether it is NaN because the energy has no slope at the states. */
interface FoundBeta extends EffectiveBeta {
  readonly isFlat: boolean;
}

/** The β that independent states of a target seem to have; undefined where the energy offers nothing to tell it by. */
export async function effectiveBeta<B>(
  space: StateSpace<B>,
  energy: Energy<B>,
  states: B,
  beta: number,
  rng: Rng,
): Promise<FoundBeta | undefined> {
  if (isContinuous(space) && isDifferentiable(energy) && !hasBounds(space)) {
    return continuousBeta(space, energy, states, beta, rng);
  }
  if (!isDiscrete(space) || !isSiteLocal(energy)) return undefined;
  return { ...(await discreteBeta(space, energy, states, beta)), isFlat: true };
}

/** At bounds the density does not vanish, and the identity behind the estimate fails. */
function hasBounds<B>({ axes, dimension }: Continuous<B>): boolean {
  for (let axis = 0; axis < dimension; axis++) {
    if (axes.periodic[axis] === 1) continue;
    if (Number.isFinite(axes.low[axis]!) || Number.isFinite(axes.high[axis]!)) return true;
  }
  return false;
}

/** The nominal β within twice the half-width of the 95 % interval: a false alarm in some 10⁴ runs. */
export function checkOfBeta({ value, low, high }: EffectiveBeta, beta: number): CertificateCheck {
  const advice = 'The draws are not those of this β: use smaller steps, or a kernel with a Metropolis test.';
  return check('effective β', value, beta - (high - low), beta + (high - low), advice);
}

/** Length of a difference beside the scale of its axis. */
const relativeLength = 1e-4;

/** ∇²E by central differences of the gradient along random signs, each axis by its own length h: Σ vᵢ (∇E(x + hv) − ∇E(x − hv))ᵢ / 2hᵢ. */
async function continuousBeta<B>(
  space: Continuous<B>,
  energy: Differentiable<B>,
  states: B,
  beta: number,
  rng: Rng,
): Promise<FoundBeta> {
  const points = space.coordinates(states);
  const free = freeAxes(space, energy);
  const { dimension } = space;
  const here = (await energy.evaluateWithGradient(states)).gradient.slice();
  const lengths = differenceLengths(points, here, dimension, free, beta);
  const shifts = new Float64Array(points.length);
  const rows = points.length / dimension;
  for (let row = 0; row < rows; row++) {
    free.forEach((axis, i) => {
      shifts[row * dimension + axis] = rng.uint32() & 1 ? lengths[i]! : -lengths[i]!;
    });
  }
  const up = points.map((x, i) => x + shifts[i]!);
  const down = points.map((x, i) => x - shifts[i]!);
  const gradientAt = async (moved: Float64Array): Promise<Float64Array> =>
    (await energy.evaluateWithGradient(space.withCoordinates(states, moved.slice()))).gradient.slice();
  const above = await gradientAt(up);
  const below = await gradientAt(down);
  const laplacian = new Float64Array(rows);
  const squared = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (const axis of free) {
      const i = row * dimension + axis;
      // What the sums really are apart: far from 0 they are rounded.
      laplacian[row]! += (above[i]! - below[i]!) / (up[i]! - down[i]!);
      squared[row]! += here[i]! ** 2;
    }
  }
  const inside = withinBounds(space.axes, points);
  const kept = (values: Float64Array): Float64Array => values.filter((_, row) => inside[row] === 1);
  return { ...configurationalBeta([kept(laplacian)], [kept(squared)]), isFlat: squared.every((force) => force === 0) };
}

/**
 * A small part of each axis' scale: of the spread of the draws, or of 1 / (β √⟨(∂E)²⟩), the width of a single mode, where that is
 * less. Never so little that it is lost in the rounding of the coordinates.
 */
function differenceLengths(
  points: Float64Array,
  gradient: Float64Array,
  dimension: number,
  free: Int32Array,
  beta: number,
): Float64Array {
  const rows = points.length / dimension;
  return axisSpreads(points, dimension, free).map((spread, i) => {
    let [squares, largest] = [0, 0];
    for (let at = free[i]!; at < points.length; at += dimension) {
      squares += gradient[at]! ** 2;
      largest = Math.max(largest, Math.abs(points[at]!));
    }
    const width = 1 / (beta * Math.sqrt(squares / rows));
    return Math.max(relativeLength * Math.min(width, spread), 64 * Number.EPSILON * largest);
  });
}

async function discreteBeta<B>(
  space: Discrete<B>,
  energy: SiteLocal<B>,
  states: B,
  beta: number,
): Promise<EffectiveBeta> {
  const free = freeSites(space, energy);
  const width = mostValues(space);
  const sites = space.sites(states);
  const rows = sites.length / space.siteCount;
  const table = new Float64Array(rows * free.length * width);
  await energy.siteEnergies(states, free, table);
  const draws = Array.from({ length: rows }, (_, row): ScoreOfBeta => {
    const offset = row * free.length * width;
    return (at) => scoreOf(table, offset, width, free, sites.subarray(row * space.siteCount), at);
  });
  return pseudoLikelihoodBeta([draws], beta);
}

/** Σ over sites of ⟨e⟩ − e and of −Var(e), by the conditional distribution of the site at a β. */
function scoreOf(
  table: Float64Array,
  offset: number,
  width: number,
  free: Int32Array,
  sites: Uint8Array,
  beta: number,
): { value: number; derivative: number } {
  let value = 0;
  let derivative = 0;
  for (let i = 0; i < free.length; i++) {
    const first = offset + i * width;
    const own = table[first + sites[free[i]!]!]!;
    let [norm, sum, squares] = [0, 0, 0];
    for (let v = 0; v < width; v++) {
      const apart = table[first + v]! - own;
      if (apart === Number.POSITIVE_INFINITY) continue;
      const weight = Math.exp(Math.min(700, -beta * apart));
      norm += weight;
      sum += weight * apart;
      squares += weight * apart * apart;
    }
    const mean = sum / norm;
    value += mean;
    derivative -= squares / norm - mean * mean;
  }
  return { value, derivative };
}
