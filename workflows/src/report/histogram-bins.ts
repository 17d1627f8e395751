import type { WantedRegion } from './report-content.js';

/** One bar: from `low` to `high`, with the share of all values in it, in percent. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Two histograms over the same bins. */
export interface PairedBins {
  readonly before: readonly Bin[];
  readonly after: readonly Bin[];
  /** Values outside the bins: the far ends of `before`, which would squeeze all else. */
  readonly outside: number;
}

const binCount = 28;
/** Share of `before` cut off at either end. */
const tail = 0.005;

/**
 * Histograms of two samples over bins that hold all of `after`, the wanted region's finite ends and `before` but for its far
 * ends. Whole numbers over a short range get a bin each.
 *
 * @returns Undefined where there is nothing finite.
 */
export function pairedBins(before: Float64Array, after: Float64Array, wanted?: WantedRegion): PairedBins | undefined {
  const finiteBefore = before.filter(Number.isFinite).sort();
  const finiteAfter = after.filter(Number.isFinite).sort();
  const ends = [quantile(finiteBefore, tail), quantile(finiteBefore, 1 - tail), finiteAfter[0], finiteAfter.at(-1)];
  const known = [...ends, wanted?.low, wanted?.high].filter(
    (end): end is number => end !== undefined && Number.isFinite(end),
  );
  if (known.length === 0) return undefined;
  const [low, high] = widened(Math.min(...known), Math.max(...known), wanted);
  const edges = edgesOf(low, high, [finiteBefore, finiteAfter]);
  return {
    before: binned(finiteBefore, edges),
    after: binned(finiteAfter, edges),
    outside: finiteBefore.filter((value) => value < edges[0]! || value > edges.at(-1)!).length,
  };
}

/** A wanted region that begins where the values end would be a line: gives it some width. */
function widened(low: number, high: number, wanted: WantedRegion | undefined): readonly [number, number] {
  const strip = (high - low) / 12;
  return [wanted?.high === low ? low - strip : low, wanted?.low === high ? high + strip : high];
}

function edgesOf(low: number, high: number, samples: readonly Float64Array[]): readonly number[] {
  const whole = samples.every((values) => values.every(Number.isInteger));
  if (whole && high - low <= 40) {
    const first = Math.floor(low) - 0.5;
    return Array.from({ length: Math.ceil(high) - Math.floor(low) + 2 }, (_, i) => first + i);
  }
  const margin = high > low ? 0 : Math.max(Math.abs(low), 1) / 2;
  const width = (high - low + 2 * margin) / binCount;
  return Array.from({ length: binCount + 1 }, (_, i) => low - margin + i * width);
}

function binned(values: Float64Array, edges: readonly number[]): readonly Bin[] {
  const first = edges[0]!;
  const width = edges[1]! - first;
  const counts = new Float64Array(edges.length - 1);
  for (const value of values) {
    const bin = Math.floor((value - first) / width);
    if (bin >= 0 && value <= edges.at(-1)!) counts[Math.min(bin, counts.length - 1)]!++;
  }
  return Array.from(counts, (count, i) => ({
    low: edges[i]!,
    high: edges[i + 1]!,
    share: values.length === 0 ? 0 : (100 * count) / values.length,
  }));
}

/** Value below which a share of the sorted values lies, interpolated between neighbours; undefined for none. */
export function quantile(sorted: Float64Array, share: number): number | undefined {
  if (sorted.length === 0) return undefined;
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
}
