import { type CertificateCheck, check } from '../diagnostics/certificate.js';
import { type Discrepancy, meanDiscrepancy, steinDiscrepancy } from '../diagnostics/kernel-discrepancy.js';
import { type Differentiable, type Energy, isDifferentiable } from '../energy/energy.js';
import type { Rng } from '../numerics/rng.js';
import { freeAxes, freeSites } from '../path/free-variables.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { evenlySpread } from './evenly-spread.js';

/**
 * A discrepancy of a kernel fails at three times its 95 % noise. Along one axis it is little else than the square of one normal
 * number, which goes beyond twice that in one of 100 runs of independent draws, and beyond three times in one of 500.
 */
const discrepancyAllowed = 3;

/** Sites that the halves are compared by, at most. */
const mostSites = 1024;

/** What draws are held against: the target, and themselves. */
export interface TargetEvidence<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  readonly beta: number;
  /** States far enough apart to be about independent, in the order of drawing, chain by chain. */
  readonly states: B;
  /** Whether forbidden states lie beside the draws: the density then ends without vanishing. False when absent. */
  readonly isWalled?: boolean;
  readonly rng: Rng;
}

/** Every check of independent states against their target that the space and the energy allow; none for other spaces. */
export async function targetChecks<B>(evidence: TargetEvidence<B>): Promise<readonly CertificateCheck[]> {
  const { space, energy, isWalled = false } = evidence;
  if (isDiscrete(space)) return siteHalvesCheck(space, evidence);
  if (!isContinuous(space)) return [];
  const stein =
    isDifferentiable(energy) && isUnbounded(space) && !isWalled ? await steinCheck(space, energy, evidence) : [];
  return [...stein, ...halvesCheck(space, evidence)];
}

function isUnbounded<B>({ axes: { low, high } }: Continuous<B>): boolean {
  return low.every((bound) => bound === Number.NEGATIVE_INFINITY) && high.every((b) => b === Number.POSITIVE_INFINITY);
}

async function steinCheck<B>(
  space: Continuous<B>,
  energy: Differentiable<B>,
  { states, beta, rng }: TargetEvidence<B>,
): Promise<readonly CertificateCheck[]> {
  const { gradient } = await energy.evaluateWithGradient(states);
  const axes = freeAxes(space, energy);
  const points = columnsOf(space.coordinates(states), space.dimension, axes);
  const scores = columnsOf(gradient, space.dimension, axes).map((slope) => -beta * slope);
  const discrepancy = steinDiscrepancy(points, scores, axes.length, rng.split(0));
  const advice = 'The draws do not follow e^(−βE): the kernel is biased, or modes are missing.';
  return [withinNoise('kernelised Stein discrepancy (squared)', discrepancy, advice)];
}

function halvesCheck<B>(space: Continuous<B>, { energy, states, rng }: TargetEvidence<B>): readonly CertificateCheck[] {
  const axes = freeAxes(space, energy);
  return checkOfHalves(columnsOf(space.coordinates(states), space.dimension, axes), axes.length, rng);
}

/** Sites as points, one coordinate for each value but the first: the distance of two states counts the sites that differ. */
function siteHalvesCheck<B>(
  space: Discrete<B>,
  { energy, states, rng }: TargetEvidence<B>,
): readonly CertificateCheck[] {
  const free = evenlySpread(freeSites(space, energy), mostSites);
  const entries = Array.from(free).flatMap((site) =>
    Array.from({ length: Math.max(0, space.valueCounts[site]! - 1) }, (_, i) => ({ site, value: i + 1 })),
  );
  const sites = space.sites(states);
  const rows = sites.length / space.siteCount;
  const points = new Float64Array(rows * entries.length);
  for (let row = 0, i = 0; row < rows; row++) {
    for (const { site, value } of entries) points[i++] = sites[row * space.siteCount + site] === value ? 1 : 0;
  }
  return checkOfHalves(points, entries.length, rng);
}

/** The first against the second half of every chain would mix up times: chains are side by side, so halves are of chains. */
function checkOfHalves(points: Float64Array, dimension: number, rng: Rng): readonly CertificateCheck[] {
  if (dimension === 0) return [];
  const half = Math.floor(points.length / dimension / 2) * dimension;
  if (half < 2 * dimension) return [];
  const discrepancy = meanDiscrepancy(points.subarray(0, half), points.subarray(half), dimension, rng.split(1));
  const advice =
    'The first half of the chains draws from elsewhere than the second: raise `steps`, or use parallel-tempering or sequential-monte-carlo.';
  return [withinNoise('mean discrepancy between halves of the chains (squared)', discrepancy, advice)];
}

function withinNoise(name: string, { value, noiseFloor }: Discrepancy, advice: string): CertificateCheck {
  return check(name, value, Number.NEGATIVE_INFINITY, discrepancyAllowed * noiseFloor, advice);
}

function columnsOf(rows: Float64Array, width: number, columns: Int32Array): Float64Array {
  const count = rows.length / width;
  const taken = new Float64Array(count * columns.length);
  for (let row = 0, i = 0; row < count; row++) {
    for (const column of columns) taken[i++] = rows[row * width + column]!;
  }
  return taken;
}
