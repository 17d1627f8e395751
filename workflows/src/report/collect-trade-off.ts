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

interface Pair {
  readonly x: TermColumn;
  readonly y: TermColumn;
  readonly correlation: number;
}

/** The two parts of the energy that oppose each other most among the designs; undefined where none do. */
export function tradeOffOf(
  terms: readonly TermColumn[],
  after: NumericColumns,
  before: NumericColumns,
): TradeOff | undefined {
  const pair = mostOpposed(terms, after);
  if (pair === undefined) return undefined;
  const { x, y, correlation } = pair;
  return {
    x: x.path,
    y: y.path,
    correlation,
    after: pointsOf(pair, after, true),
    before: pointsOf(pair, before, false),
  };
}

function mostOpposed(terms: readonly TermColumn[], { columns, rowCount }: NumericColumns): Pair | undefined {
  if (rowCount < fewestDesigns) return undefined;
  const parts = terms.filter(({ role, energy }) => role === 'part' && energy !== undefined);
  let opposed: Pair | undefined;
  for (const [i, x] of parts.entries()) {
    for (const y of parts.slice(i + 1)) {
      const correlation = rankCorrelation(columns.get(x.energy!)!, columns.get(y.energy!)!);
      if (correlation < (opposed?.correlation ?? weakest)) opposed = { x, y, correlation };
    }
  }
  return opposed;
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
