import { axisX, axisY, dot, line } from '@observablehq/plot';
import { chart } from './chart.js';
import { quantile } from './histogram-bins.js';
import type { Html } from './html.js';
import type { TradeOff, TradeOffPoint } from './report-content.js';

const axis = { tickSize: 4, stroke: 'var(--axis)', fill: 'var(--muted)', labelArrow: 'none' } as const;

/** The costs of two terms against each other: start, designs, and the front that no design passes. */
export function tradeOffChart({ x, y, before, after }: TradeOff): Html {
  const front = after.filter((point) => point.front).sort((a, b) => a.x - b.x || b.y - a.y);
  const domain = (of: (point: TradeOffPoint) => number): [number, number] => {
    const start = Float64Array.from(before, of).sort();
    const all = [...after.map(of), quantile(start, 0.5) ?? Number.NaN].filter(Number.isFinite);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const margin = (high - low || 1) * 0.04;
    return [low - margin, high + margin];
  };
  const place = { x: 'x', y: 'y' } as const;
  return chart(
    {
      width: 620,
      height: 400,
      marginLeft: 56,
      marginBottom: 44,
      marginTop: 24,
      marginRight: 16,
      x: { domain: domain((point) => point.x) },
      y: { domain: domain((point) => point.y) },
      marks: [
        dot(before, { ...place, r: 2, fill: 'var(--before)', clip: true }),
        dot(after, { ...place, r: 3.2, fill: 'var(--after)', fillOpacity: 0.55 }),
        line(front, { ...place, stroke: 'var(--front)', strokeWidth: 1.5, curve: 'step-after' }),
        dot(front, { ...place, r: 4.5, fill: 'var(--front)', stroke: 'var(--page)', strokeWidth: 1.25 }),
        axisX({ ...axis, ticks: 6, labelOffset: 38, labelAnchor: 'center', label: `cost of ${x} (less is better)` }),
        axisY({ ...axis, ticks: 5, label: `cost of ${y} (less is better)` }),
      ],
    },
    { label: `Cost of ${y} against cost of ${x} for ${after.length} designs, ${front.length} of them on the front` },
  );
}
