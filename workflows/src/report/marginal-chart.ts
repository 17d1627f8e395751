import { line, type Markish, rectY, ruleY } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { DrawnQuantity } from './draws-content.js';
import { type Bin, pairedBins, quantile } from './histogram-bins.js';
import type { Html } from './html.js';
import { quantityText } from './number-text.js';

/** How a quantity is distributed among all draws, with a line for each chain. Undefined where no draw has a number. */
export function marginalChart(quantity: DrawnQuantity): Html | undefined {
  const { chains } = quantity;
  const pooled = Float64Array.from(chains.flatMap((chain) => [...chain]));
  const bins = pairedBins(pooled, pooled);
  if (bins === undefined) return undefined;
  const all = bins.before;
  const [low, high] = [all[0]!.low, all.at(-1)!.high];
  const drawn = chains.length < 2 ? [] : shownChains(chains.length);
  return chart(
    {
      width: 360,
      height: 176,
      marginLeft: 42,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 22,
      x: { domain: [low, high] },
      y: { nice: true },
      marks: [
        rectY(all, { x1: 'low', x2: 'high', y: 'share', fill: 'var(--before)', inset: 0.5 }),
        ...drawn.map(
          (place): Markish =>
            line(outline(sharesIn(chains[place]!, all)), {
              x: 'x',
              y: 'y',
              stroke: chainColour(place),
              strokeWidth: 1.25,
              strokeOpacity: 0.9,
            }),
        ),
        ruleY([0], { stroke: 'var(--axis)' }),
        ...smallAxes({ x: 5, y: 3 }),
      ],
    },
    { label: marginalWords(quantity, pooled) },
  );
}

/** The bins with one chain's shares in per cent of the chain. */
function sharesIn(chain: Float64Array, bins: readonly Bin[]): readonly Bin[] {
  const width = bins[0]!.high - bins[0]!.low;
  const counts = new Float64Array(bins.length);
  for (const value of chain) {
    const bin = Math.floor((value - bins[0]!.low) / width);
    if (bin >= 0 && value <= bins.at(-1)!.high) counts[Math.min(bin, counts.length - 1)]!++;
  }
  return bins.map((bin, i) => ({ ...bin, share: (100 * counts[i]!) / chain.length }));
}

function outline(bins: readonly Bin[]): readonly { readonly x: number; readonly y: number }[] {
  return bins.flatMap(({ low, high, share }) => [
    { x: low, y: share },
    { x: high, y: share },
  ]);
}

function marginalWords({ name, unit }: DrawnQuantity, pooled: Float64Array): string {
  const sorted = pooled.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number): string => quantityText(quantile(sorted, share) ?? Number.NaN, unit);
  return `Distribution of ${name}: median ${at(0.5)}, nine draws in ten between ${at(0.05)} and ${at(0.95)}`;
}
