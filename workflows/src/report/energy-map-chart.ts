import { contour, dot, frame, type Markish } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { EnergyMap } from './draws-content.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';
import { carriedIntoWalls, isForbidden } from './walls.js';

/** Shades, one for each unit of βE above the lowest. */
const levelCount = 8;

/** The energy over two axes in shades, with draws on it. */
export function energyMapChart({ axes, beta, columns, rows, x, y, energy, draws }: EnergyMap): Html {
  const lowest = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  // Contours are drawn around what is above a threshold, so deep places are made high ones; what is forbidden lies below all.
  const depth = energy.map((value) => Math.max(-beta * (value - lowest), -2 * levelCount));
  const likelihood = carriedIntoWalls(depth, energy, columns);
  const grid = { width: columns, height: rows, ...gridFrame({ columns, rows, x, y }) };
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
          ...grid,
          fill: (value: number) => value,
          thresholds,
          stroke: 'var(--page)',
          strokeWidth: 0.4,
          clip: true,
        }),
        ...wallMarks(energy, grid),
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

type Grid = ReturnType<typeof gridFrame> & { readonly width: number; readonly height: number };

/** Plot takes values for those of the middles of cells: cells whose middles are the places of the grid reach half a cell beyond. */
function gridFrame({ columns, rows, x, y }: Pick<EnergyMap, 'columns' | 'rows' | 'x' | 'y'>) {
  const [right, up] = [(x[1] - x[0]) / (columns - 1) / 2, (y[1] - y[0]) / (rows - 1) / 2];
  return { x1: x[0] - right, x2: x[1] + right, y1: y[0] - up, y2: y[1] + up };
}

/** What is forbidden, painted plainly over everything else. */
function wallMarks(energy: Float64Array, grid: Grid): readonly Markish[] {
  if (!energy.some(isForbidden)) return [];
  const walls = energy.map((value) => (isForbidden(value) ? 1 : 0));
  const paint = { fill: 'var(--wall)', stroke: 'var(--axis)', strokeWidth: 0.8, clip: true };
  return [contour(walls, { ...grid, ...paint, thresholds: [0.5] })];
}

/** Whether parts of the map are forbidden. */
export function hasWalls({ energy }: Pick<EnergyMap, 'energy'>): boolean {
  return energy.some(isForbidden);
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
  const share = energy.filter(isForbidden).length / energy.length;
  const walls = share === 0 ? '' : `; ${numberText(100 * share, 2)} % of the picture is forbidden`;
  return `Energy over ${xName} and ${yName}, with draws on it: lowest ${numberText(lowest)} at ${xName} ${atX}, ${yName} ${atY}${walls}`;
}
