import { median } from '../numerics/statistics.js';

/** What was seen of the steps so far: the last gradient norms and gaps between model and data energies, oldest first. */
export interface SeenSteps {
  readonly norms: Float64Array;
  readonly gaps: Float64Array;
}

export const nothingSeen: SeenSteps = { norms: new Float64Array(0), gaps: new Float64Array(0) };

/** Steps that medians are taken over, and the fewest that say something. */
const windowLength = 100;
const fewest = 20;

/** A gap of one kT between energies is none, however small gaps were before. */
const ordinaryGap = 1;

/** Of the largest in the window: a median below it is that of a gradient that has vanished, and tells no scale. */
const leastShare = 1e-3;

/**
 * Why a step has diverged, or undefined.
 *
 * @param explosion - A norm or gap so many times the median of the window is an explosion.
 */
export function divergenceOf(
  seen: SeenSteps,
  norm: number,
  figures: Readonly<Record<string, number>>,
  explosion: number,
): string | undefined {
  const wrong = Object.entries(figures).find(([, value]) => !Number.isFinite(value));
  if (wrong !== undefined) return `${wrong[0]} is ${wrong[1]}`;
  if (!Number.isFinite(norm)) return `the norm of the gradient is ${norm}`;
  const usual = scaleOf(seen.norms, 0);
  if (norm > explosion * usual)
    return `the norm of the gradient is ${norm.toPrecision(3)}, usual is ${usual.toPrecision(3)}`;
  const gap = gapOf(figures);
  const usualGap = scaleOf(seen.gaps, ordinaryGap);
  if (gap === undefined || gap <= explosion * usualGap) return undefined;
  return `model and data energies are ${gap.toPrecision(3)} apart, usual is ${usualGap.toPrecision(3)}`;
}

/** With one more step. */
export function withStep(seen: SeenSteps, norm: number, figures: Readonly<Record<string, number>>): SeenSteps {
  const gap = gapOf(figures);
  return { norms: appended(seen.norms, norm), gaps: gap === undefined ? seen.gaps : appended(seen.gaps, gap) };
}

function gapOf({ dataEnergy, modelEnergy }: Readonly<Record<string, number>>): number | undefined {
  return dataEnergy === undefined || modelEnergy === undefined ? undefined : Math.abs(modelEnergy - dataEnergy);
}

/** Infinity while too few were seen. */
function scaleOf(window: Float64Array, least: number): number {
  if (window.length < fewest) return Number.POSITIVE_INFINITY;
  const largest = window.reduce((most, value) => Math.max(most, value), 0);
  return Math.max(median(window), leastShare * largest, least);
}

function appended(window: Float64Array, value: number): Float64Array {
  const longer = new Float64Array(Math.min(windowLength, window.length + 1));
  longer.set(window.subarray(Math.max(0, window.length + 1 - windowLength)));
  longer[longer.length - 1] = value;
  return longer;
}
