import { areaY, line, type Markish, rectX, rectY, ruleY } from '@observablehq/plot';
import { smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { EnergyCurve } from './draws-content.js';
import type { Html } from './html.js';
import { countOf, numberText } from './number-text.js';
import { forbiddenStretches } from './walls.js';

const size = { width: 480, height: 260, marginLeft: 48, marginRight: 12, marginTop: 24, marginBottom: 40 };
const binCount = 60;

/** Energies higher than this above the lowest, in units of 1/β, are out of the picture. */
const height = 12;

/** The energy along one axis. */
export function energyCurveChart({ axis, beta, x, energy }: EnergyCurve): Html {
  const lowest = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const top = lowest + height / Math.max(beta, 1e-12);
  const greatest = energy.reduce((most, value) => (value <= top ? Math.max(most, value) : most), lowest);
  const at = x[energy.indexOf(lowest)] ?? Number.NaN;
  return chart(
    {
      ...size,
      x: { domain: [x[0]!, x.at(-1)!] },
      y: { domain: [lowest, greatest > lowest ? greatest : lowest + 1], nice: true },
      marks: [
        ...wallMarks(x, energy),
        line(pieces(x, energy), { x: 'x', y: 'y', stroke: 'var(--after)', strokeWidth: 2, clip: true }),
        ...smallAxes({ x: 6, y: 5 }, { x: axis, y: 'energy (pure number)' }),
      ],
    },
    { label: `Energy along ${axis}: lowest ${numberText(lowest)} at ${numberText(at, 3)}` },
  );
}

/** What is forbidden, over the whole height. */
function wallMarks(x: Float64Array, energy: Float64Array): readonly Markish[] {
  const stretches = forbiddenStretches(x, energy);
  return stretches.length === 0 ? [] : [rectX(stretches, { x1: 'from', x2: 'to', fill: 'var(--wall)' })];
}

/** Histogram of the draws and the density that they should have. */
export function densityChart({ axis, beta, x, energy, draws }: EnergyCurve): Html {
  const density = densityOf(x, energy, beta);
  const bins = binned(draws, x[0]!, x.at(-1)!);
  const apart =
    bins.reduce((sum, bin) => sum + Math.abs(bin.share - massBetween(x, density, bin.low, bin.high)), 0) / 2;
  return chart(
    {
      ...size,
      x: { domain: [x[0]!, x.at(-1)!] },
      y: { nice: true },
      marks: [
        ...wallMarks(x, energy),
        areaY(pieces(x, density), { x: 'x', y: 'y', fill: 'var(--wanted)' }),
        rectY(bins, { x1: 'low', x2: 'high', y: 'density', fill: 'var(--after)', fillOpacity: 0.45, inset: 0.5 }),
        line(pieces(x, density), { x: 'x', y: 'y', stroke: 'var(--front)', strokeWidth: 1.75 }),
        ruleY([0], { stroke: 'var(--axis)' }),
        ...smallAxes({ x: 6, y: 4 }, { x: axis, y: 'density' }),
      ],
    },
    {
      label: `Density of ${axis} and histogram of ${countOf(draws.length, 'draw')}: ${(100 * apart).toFixed(1)} % of the draws lie elsewhere than the density says`,
    },
  );
}

/** e^(−βE)/Z by the trapezoidal rule. */
export function densityOf(x: Float64Array, energy: Float64Array, beta: number): Float64Array {
  const lowest = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const weight = energy.map((value) => (value === Number.POSITIVE_INFINITY ? 0 : Math.exp(-beta * (value - lowest))));
  const integral = massBetween(x, weight, x[0]!, x.at(-1)!);
  return weight.map((value) => value / integral);
}

/** Integral of a curve of straight pieces from `low` to `high`. */
function massBetween(x: Float64Array, y: Float64Array, low: number, high: number): number {
  let mass = 0;
  for (let i = 1; i < x.length; i++) {
    const [from, to] = [Math.max(low, x[i - 1]!), Math.min(high, x[i]!)];
    if (to <= from) continue;
    const slope = (y[i]! - y[i - 1]!) / (x[i]! - x[i - 1]!);
    const middle = y[i - 1]! + slope * ((from + to) / 2 - x[i - 1]!);
    mass += middle * (to - from);
  }
  return mass;
}

interface DensityBin {
  readonly low: number;
  readonly high: number;
  readonly share: number;
  readonly density: number;
}

function binned(draws: Float64Array, low: number, high: number): readonly DensityBin[] {
  const width = (high - low) / binCount;
  const counts = new Float64Array(binCount);
  for (const value of draws) {
    const bin = Math.min(binCount - 1, Math.floor((value - low) / width));
    if (bin >= 0) counts[bin]!++;
  }
  return Array.from(counts, (count, i) => {
    const share = count / draws.length;
    return { low: low + i * width, high: low + (i + 1) * width, share, density: share / width };
  });
}

/** Points of a curve; where it is not finite it is broken. */
function pieces(x: Float64Array, y: Float64Array): readonly { readonly x: number; readonly y: number }[] {
  return Array.from(x, (at, i) => ({ x: at, y: Number.isFinite(y[i]) ? y[i]! : Number.NaN }));
}
