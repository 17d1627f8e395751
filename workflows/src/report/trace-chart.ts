import { lineY, type Markish } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { DrawnQuantity } from './draws-content.js';
import { quantile } from './histogram-bins.js';
import type { Html } from './html.js';
import { countOf, numberText } from './number-text.js';

/** Points of a line; a chain of more is drawn by the least and greatest of its stretches. */
const mostPoints = 400;

/** A quantity of the chains over their draws. */
export function traceChart({ name, chains }: DrawnQuantity): Html {
  const shown = shownChains(chains.length);
  const length = chains.reduce((most, chain) => Math.max(most, chain.length), 0);
  return chart(
    {
      width: 640,
      height: 150,
      marginLeft: 52,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 22,
      x: { domain: [1, Math.max(2, length)] },
      y: { nice: true },
      marks: [
        ...shown.map(
          (place): Markish =>
            lineY(thinned(chains[place]!), {
              x: 'draw',
              y: 'value',
              stroke: chainColour(place),
              strokeWidth: 0.9,
              strokeOpacity: lineOpacity(shown.length),
            }),
        ),
        ...smallAxes({ x: 6, y: 4 }),
      ],
    },
    { label: traceWords(name, chains) },
  );
}

/** Lines of several chains lie over each other: the more there are, the more is seen through each. */
function lineOpacity(count: number): number {
  return Math.max(0.35, 0.9 / Math.sqrt(count));
}

interface TracePoint {
  readonly draw: number;
  readonly value: number;
}

/** Least and greatest value of every stretch of a long chain, in their order, so that no excursion is lost. */
export function thinned(chain: Float64Array): readonly TracePoint[] {
  const at = (i: number): TracePoint => ({ draw: i + 1, value: chain[i]! });
  const finite = Array.from(chain.keys()).filter((i) => Number.isFinite(chain[i]));
  if (finite.length <= mostPoints) return finite.map(at);
  const stretch = Math.ceil((2 * finite.length) / mostPoints);
  const points: TracePoint[] = [];
  for (let start = 0; start < finite.length; start += stretch) {
    const places = finite.slice(start, start + stretch);
    const least = places.reduce((a, b) => (chain[b]! < chain[a]! ? b : a));
    const greatest = places.reduce((a, b) => (chain[b]! > chain[a]! ? b : a));
    points.push(...[Math.min(least, greatest), Math.max(least, greatest)].map(at));
  }
  return points;
}

function traceWords(name: string, chains: readonly Float64Array[]): string {
  const medians = chains.map((chain) => quantile(chain.filter(Number.isFinite).sort(), 0.5) ?? Number.NaN);
  const [low, high] = [Math.min(...medians), Math.max(...medians)];
  const shown = shownChains(chains.length).length;
  const which = shown < chains.length ? `${shown} of ${chains.length} chains` : countOf(chains.length, 'chain');
  return `Trace of ${name} in ${which}: medians of the chains from ${numberText(low)} to ${numberText(high)}`;
}
