import { line, type Markish, ruleY } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { DrawnQuantity } from './draws-content.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';

const mostLags = 100;

/** How long each chain remembers: the correlation of draws that lie some draws apart. */
export function autocorrelationChart({ name, chains }: DrawnQuantity): Html {
  const drawn = shownChains(chains.length);
  const curves = drawn.map((place) => autocorrelation(chains[place]!, mostLags));
  const lags = lagsToShow(curves);
  // Chains that overshoot, as Hamiltonian ones may, are worth more than independent draws.
  const lowest = Math.min(-0.25, ...curves.flatMap((curve) => [...curve.subarray(0, lags + 1)]));
  return chart(
    {
      width: 220,
      height: 150,
      marginLeft: 30,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 22,
      x: { domain: [0, lags] },
      y: { domain: [lowest, 1] },
      marks: [
        ruleY([0], { stroke: 'var(--axis)' }),
        ...curves.map(
          (curve, i): Markish =>
            line(
              Array.from(curve.subarray(0, lags + 1), (y, x) => ({ x, y })),
              { x: 'x', y: 'y', stroke: chainColour(drawn[i]!), strokeWidth: 1.25, clip: true },
            ),
        ),
        ...smallAxes({ x: 3, y: 2 }),
      ],
    },
    { label: autocorrelationWords(name, curves) },
  );
}

/** Correlation of a chain with itself, 0 to `mostLags` draws later; empty for a constant chain. O(n · lags). */
export function autocorrelation(chain: Float64Array, mostLag: number): Float64Array {
  const count = chain.length;
  const mean = chain.reduce((sum, value) => sum + value, 0) / count;
  const centred = chain.map((value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + value * value, 0);
  if (!(variance > 0 && Number.isFinite(variance))) return new Float64Array(0);
  return Float64Array.from({ length: Math.min(mostLag, count - 1) + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = 0; i + lag < count; i++) sum += centred[i]! * centred[i + lag]!;
    return sum / variance;
  });
}

/** Twice the lags that the slowest chain needs to forget, at least 10. */
function lagsToShow(curves: readonly Float64Array[]): number {
  const forgotten = curves.map((curve) => {
    const lag = curve.findIndex((value) => value < 0.05);
    return lag < 0 ? mostLags : lag;
  });
  return Math.min(mostLags, Math.max(10, 2 * Math.max(0, ...forgotten)));
}

function autocorrelationWords(name: string, curves: readonly Float64Array[]): string {
  const next = curves.flatMap((curve) => (curve.length > 1 ? [curve[1]!] : []));
  const mean = next.reduce((sum, value) => sum + value, 0) / next.length;
  return `Autocorrelation of ${name}: ${numberText(mean, 2)} from one draw to the next`;
}
