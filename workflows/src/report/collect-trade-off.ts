import { nondominatedFronts } from '../steps/nondominated-sort.js';
import type { TermColumn } from '../steps/term-columns.js';
import type { NumericColumns } from './numeric-columns.js';
import { rankCorrelation } from './rank-correlation.js';
import type { TradeOff, TradeOffPoint } from './report-content.js';

/** Weaker opposition than this is no trade-off worth a picture. */
const weakest = -0.1;
/** Points drawn; the front is drawn whole. */
const pointLimit = 1500;
const fewestDesigns = 8;

/** A front of fewer points leaves nothing to choose. */
const fewestOnFront = 3;

interface Pair {
  readonly x: TermColumn;
  readonly y: TermColumn;
  readonly correlation: number;
}

/** The two parts of the energy that oppose each other most among the designs, with a front to choose on; undefined where none do. */
export function tradeOffOf(
  terms: readonly TermColumn[],
  after: NumericColumns,
  before: NumericColumns,
): TradeOff | undefined {
  for (const pair of opposedPairs(terms, after)) {
    const points = pointsOf(pair, after, true);
    const front = new Set(points.filter((point) => point.front).map(({ x, y }) => `${x} ${y}`));
    if (front.size < fewestOnFront) continue;
    const { x, y, correlation } = pair;
    return { x: x.path, y: y.path, correlation, after: points, before: pointsOf(pair, before, false) };
  }
  return undefined;
}

/** Pairs of parts whose costs fall against each other, the most opposed first. */
function opposedPairs(terms: readonly TermColumn[], { columns, rowCount }: NumericColumns): readonly Pair[] {
  if (rowCount < fewestDesigns) return [];
  const parts = terms.filter(({ role, energy }) => role === 'part' && energy !== undefined);
  const pairs = parts.flatMap((x, i) =>
    parts.slice(i + 1).map(
      (y): Pair => ({
        x,
        y,
        correlation: rankCorrelation(columns.get(x.energy!)!, columns.get(y.energy!)!),
      }),
    ),
  );
  return pairs.filter(({ correlation }) => correlation < weakest).sort((a, b) => a.correlation - b.correlation);
}

function pointsOf({ x, y }: Pair, { columns, rowCount }: NumericColumns, withFront: boolean): readonly TradeOffPoint[] {
  const xs = columns.get(x.energy!);
  const ys = columns.get(y.energy!);
  if (xs === undefined || ys === undefined) return [];
  const finite = Array.from({ length: rowCount }, (_, row) => row).filter((row) =>
    Number.isFinite(xs[row]! + ys[row]!),
  );
  const pairs = Float64Array.from(finite.flatMap((row) => [xs[row]!, ys[row]!]));
  const fronts = withFront ? nondominatedFronts(pairs, 2) : undefined;
  const stride = Math.max(1, Math.ceil(finite.length / pointLimit));
  return finite
    .map((row, i): TradeOffPoint => ({ x: xs[row]!, y: ys[row]!, front: fronts?.[i] === 0 }))
    .filter(({ front }, i) => front || i % stride === 0);
}
