import { axisX, axisY, rectX, rectY, ruleY } from '@observablehq/plot';
import { chart } from './chart.js';
import { pairedBins, quantile } from './histogram-bins.js';
import type { Html } from './html.js';
import { quantityText } from './number-text.js';
import type { Distribution, WantedRegion } from './report-content.js';

/** Histograms of a property before and after over each other, the wanted region behind them. Undefined where there is nothing. */
export function distributionChart(distribution: Distribution): Html | undefined {
  const { before, after, wanted } = distribution;
  const bins = pairedBins(before, after, wanted);
  if (bins === undefined) return undefined;
  const low = bins.after[0]!.low;
  const high = bins.after.at(-1)!.high;
  const bar = { x1: 'low', x2: 'high', y: 'share' } as const;
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
        ...(wanted === undefined
          ? []
          : [rectX([within(wanted, low, high)], { x1: 'low', x2: 'high', fill: 'var(--wanted)' })]),
        rectY(bins.before, { ...bar, fill: 'var(--before)', inset: 0.5 }),
        rectY(bins.after, { ...bar, fill: 'var(--after)', fillOpacity: 0.72, inset: 0.5 }),
        ruleY([0], { stroke: 'var(--axis)' }),
        axisX({ ticks: 5, tickSize: 4, stroke: 'var(--axis)', fill: 'var(--muted)', label: null }),
        axisY({
          ticks: 3,
          tickSize: 0,
          tickFormat: (share: number) => `${share} %`,
          fill: 'var(--muted)',
          label: null,
        }),
      ],
    },
    { label: distributionWords(distribution) },
  );
}

function within({ low, high }: WantedRegion, least: number, most: number): WantedRegion {
  return { low: Math.max(low, least), high: Math.min(high, most) };
}

function distributionWords({ label, unit, before, after }: Distribution): string {
  const half = (values: Float64Array): string => quantityText(quantile(values.slice().sort(), 0.5) ?? Number.NaN, unit);
  const start = before.length === 0 ? '' : `, ${half(before)} at the start`;
  return `Distribution of ${label}: median ${half(after)} among the designs${start}`;
}
