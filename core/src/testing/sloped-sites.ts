import type { SiteSloped } from '../energy/energy.js';
import type { CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { mostValues } from '../state/discrete.js';
import { tabulatedEnergy } from './tabulated-energy.js';

/** A function of one number, with its derivative. */
export interface SmoothCurve {
  value(u: number): number;
  derivative(u: number): number;
}

/**
 * E = f(u) with u = Σ w of the values of all sites, and the slopes that f has where values are one-hot vectors: f′(u) w. They are
 * what a network would say of itself, and as wrong as f is bent.
 *
 * @param weights - w of every value of every site, in order: [sites, most values].
 */
export function curvedSites(
  space: CategoricalSpace,
  weights: readonly number[],
  curve: SmoothCurve,
): SiteSloped<CategoricalBatch> {
  const width = mostValues(space);
  const sumsOf = (batch: CategoricalBatch): Float64Array => {
    const sums = new Float64Array(space.size(batch));
    for (let i = 0; i < batch.length; i++) {
      sums[Math.floor(i / space.siteCount)]! += weights[(i % space.siteCount) * width + batch[i]!]!;
    }
    return sums;
  };
  return {
    evaluate: (batch) => sumsOf(batch).map((u) => curve.value(u)),
    evaluateWithSlopes: (batch) => {
      const sums = sumsOf(batch);
      const slopes = tableOf(space, batch, (i, row) => curve.derivative(sums[row]!) * weights[i]!);
      return { energy: sums.map((u) => curve.value(u)), slopes };
    },
  };
}

/**
 * An energy given state by state, in the order of `space.enumerate()`, with slopes given likewise.
 *
 * @param slopeOf - Of an index into [states, sites, most values].
 */
export function slopedTable(
  space: CategoricalSpace,
  table: readonly number[],
  slopeOf: (index: number) => number,
): SiteSloped<CategoricalBatch> {
  const energy = tabulatedEnergy(space, table);
  const perState = space.siteCount * mostValues(space);
  return {
    evaluate: (batch) => energy.evaluate(batch),
    evaluateWithSlopes: (batch) => ({
      energy: energy.evaluate(batch) as Float64Array,
      slopes: tableOf(space, batch, (i, row) => slopeOf(space.stateNumber(batch, row) * perState + i)),
    }),
  };
}

/** Slopes of a batch; +Infinity at values that a site cannot take. @param slopeOf - Of an index into [sites, most values] and a row. */
function tableOf(
  space: CategoricalSpace,
  batch: CategoricalBatch,
  slopeOf: (index: number, row: number) => number,
): Float64Array {
  const width = mostValues(space);
  const perRow = space.siteCount * width;
  return Float64Array.from({ length: space.size(batch) * perRow }, (_, i) => {
    const isPossible = i % width < space.valueCounts[Math.floor(i / width) % space.siteCount]!;
    return isPossible ? slopeOf(i % perRow, Math.floor(i / perRow)) : Number.POSITIVE_INFINITY;
  });
}
