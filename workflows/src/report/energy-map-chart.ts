import { contour, dot, frame, type Markish } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { EnergyMap } from './draws-content.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';

/** Shades, one for each unit of βE above the lowest. */
const levelCount = 8;

/** The energy over two axes in shades, with draws on it. */
export function energyMapChart({ axes, beta, columns, rows, x, y, energy, draws }: EnergyMap): Html {
  const lowest = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  // Contours are drawn around what is above a threshold, so deep places are made high ones; what is forbidden lies below all.
  const likelihood = energy.map((value) => Math.max(-beta * (value - lowest), -2 * levelCount));
  const thresholds = Array.from({ length: levelCount }, (_, i) => i - levelCount);
  return chart(
    {
      width: 620,
      height: 520,
      marginLeft: 52,
      marginBottom: 42,
      marginTop: 24,
      marginRight: 12,
      x: { domain: [...x] },
      y: { domain: [...y] },
      color: {
        type: 'threshold',
        domain: thresholds,
        range: ['var(--page)', ...thresholds.map((_, i) => `var(--depth-${i + 1})`)],
      },
      marks: [
        contour(likelihood, {
          width: columns,
          height: rows,
          x1: x[0],
          x2: x[1],
          y1: y[0],
          y2: y[1],
          fill: (value: number) => value,
          thresholds,
          stroke: 'var(--page)',
          strokeWidth: 0.4,
        }),
        ...shownChains(draws.length).map(
          (place): Markish =>
            dot(draws[place]!.x, {
              x: draws[place]!.x,
              y: draws[place]!.y,
              r: 1.6,
              fill: chainColour(place),
              fillOpacity: 0.75,
              clip: true,
            }),
        ),
        frame({ stroke: 'var(--rule)' }),
        ...smallAxes({ x: 6, y: 6 }, { x: axes[0], y: axes[1] }),
      ],
    },
    { label: mapWords(axes, { columns, rows, x, y, energy }, lowest) },
  );
}

function mapWords(
  [xName, yName]: readonly [string, string],
  { columns, rows, x, y, energy }: Pick<EnergyMap, 'columns' | 'rows' | 'x' | 'y' | 'energy'>,
  lowest: number,
): string {
  const place = energy.indexOf(lowest);
  const along = ([from, to]: readonly [number, number], i: number, count: number): string =>
    numberText(from + ((to - from) * i) / (count - 1), 3);
  const [atX, atY] = [along(x, place % columns, columns), along(y, Math.floor(place / columns), rows)];
  return `Energy over ${xName} and ${yName}, with draws on it: lowest ${numberText(lowest)} at ${xName} ${atX}, ${yName} ${atY}`;
}
