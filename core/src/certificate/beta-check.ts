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

/** The β that independent states of a target seem to have; undefined where the energy offers nothing to tell it by. */
export async function effectiveBeta<B>(
  space: StateSpace<B>,
  energy: Energy<B>,
  states: B,
  beta: number,
  rng: Rng,
): Promise<EffectiveBeta | undefined> {
  if (isContinuous(space) && isDifferentiable(energy) && !hasBounds(space)) {
    return continuousBeta(space, energy, states, rng);
  }
  if (isDiscrete(space) && isSiteLocal(energy)) return discreteBeta(space, energy, states, beta);
  return undefined;
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

/** ∇²E by central differences of the gradient along random signs: E[vᵀ ∇²E v] is the trace. */
async function continuousBeta<B>(
  space: Continuous<B>,
  energy: Differentiable<B>,
  states: B,
  rng: Rng,
): Promise<EffectiveBeta> {
  const points = space.coordinates(states);
  const free = freeAxes(space, energy);
  const { dimension } = space;
  const signs = new Float64Array(points.length);
  const rows = points.length / dimension;
  for (let row = 0; row < rows; row++) {
    for (const axis of free) signs[row * dimension + axis] = rng.uint32() & 1 ? 1 : -1;
  }
  const length = 1e-4 * Math.max(1e-3, rootMeanSquare(points));
  const gradientAt = async (shift: number): Promise<Float64Array> => {
    const moved = points.map((x, i) => x + shift * signs[i]!);
    const { gradient } = await energy.evaluateWithGradient(space.withCoordinates(states, moved));
    return gradient;
  };
  const here = (await gradientAt(0)).slice();
  const above = (await gradientAt(length)).slice();
  const below = await gradientAt(-length);
  const laplacian = new Float64Array(rows);
  const squared = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (const axis of free) {
      const i = row * dimension + axis;
      laplacian[row]! += (signs[i]! * (above[i]! - below[i]!)) / (2 * length);
      squared[row]! += here[i]! ** 2;
    }
  }
  const inside = withinBounds(space.axes, points);
  const kept = (values: Float64Array): Float64Array => values.filter((_, row) => inside[row] === 1);
  return configurationalBeta([kept(laplacian)], [kept(squared)]);
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
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
