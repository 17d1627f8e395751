import {
  type Columns,
  type Continuous,
  type Discrete,
  type Energy,
  isClamped,
  isContinuous,
  isDiscrete,
  NonFiniteEnergyError,
  type StateSpace,
  type StepContext,
  type TableSchema,
} from '@basin/core';
import { deepRanges, drawnRange, gridOf, interleaved, spaced, widened } from './landscape-grid.js';
import { namesOfStates } from './state-names.js';

/** What a side table 'landscape' holds; its metadata. */
export type LandscapeForm =
  /** Columns 'x' and 'energy', x ascending. */
  | { readonly form: 'curve'; readonly axes: readonly [string]; readonly beta: number }
  /** Columns 'x', 'y' and 'energy', row by row of equal y. */
  | {
      readonly form: 'map';
      readonly axes: readonly [string, string];
      readonly columns: number;
      readonly rows: number;
      readonly beta: number;
    }
  /** Columns 'state' and 'energy': every state of a small discrete space, called by the texts of `columns`. */
  | { readonly form: 'states'; readonly columns: readonly string[]; readonly beta: number };

/** Key of a table's metadata under which its form stands as JSON. */
const formKey = 'basin.landscape';

/** The form of a side table 'landscape'. */
export function landscapeForm({ metadata }: TableSchema): LandscapeForm | undefined {
  const text = metadata[formKey];
  return text === undefined ? undefined : (JSON.parse(text) as LandscapeForm);
}

/** An energy and the draws that its landscape is to be seen beneath. */
export interface LandscapeSubject {
  readonly space: StateSpace<unknown>;
  readonly energy: Energy<unknown>;
  readonly draws: unknown;
  /** β of the draws. */
  readonly beta: number;
  /** Energy evaluations allowed: those of the sampler itself are a fair price. */
  readonly evaluations: number;
}

const curvePoints = 400;
const mapSide = 80;
const mostStates = 4096;
/** Share of a picture left free around what is deep. */
const air = 0.05;

/**
 * Writes the side table 'landscape': the energy along the one or two free axes of a continuous space, or of every state of a small
 * discrete one. Nothing where there are more, or where the energy has no number somewhere there.
 */
export async function writeLandscape(
  { output }: Pick<StepContext, 'output'>,
  subject: LandscapeSubject,
): Promise<void> {
  const { space, draws } = subject;
  if (space.size(draws) === 0) return;
  try {
    const found = await landscapeOf(subject);
    if (found === undefined || hasNaN(found.columns)) return;
    const { form, columns } = found;
    const writer = await output('landscape', schemaOf(form, columns));
    await writer.append(columns);
  } catch (error) {
    if (!(error instanceof NonFiniteEnergyError)) throw error;
  }
}

function hasNaN({ energy }: Columns): boolean {
  return energy?.type === 'float64' && energy.values.some(Number.isNaN);
}

interface Landscape {
  readonly form: LandscapeForm;
  readonly columns: Columns;
}

function schemaOf(form: LandscapeForm, columns: Columns): TableSchema {
  const fields = Object.entries(columns).map(([name, { type }]) => ({ name, type }));
  return { fields, metadata: { [formKey]: JSON.stringify(form) } };
}

async function landscapeOf(subject: LandscapeSubject): Promise<Landscape | undefined> {
  const { space } = subject;
  if (isDiscrete(space)) return statesOf(space, subject);
  if (!isContinuous(space)) return undefined;
  const free = freeOf(space.dimension, subject.energy);
  if (free.length === 1) return curveOf(space, free[0]!, subject);
  return free.length === 2 ? mapOf(space, [free[0]!, free[1]!], subject) : undefined;
}

/** Axes or sites that the energy is not clamped at. */
function freeOf(count: number, energy: Energy<unknown>): readonly number[] {
  const clamped = new Set(isClamped(energy) ? energy.clamp.indices : []);
  return Array.from({ length: count }, (_, index) => index).filter((index) => !clamped.has(index));
}

async function curveOf(
  space: Continuous<unknown>,
  axis: number,
  subject: LandscapeSubject,
): Promise<Landscape | undefined> {
  const { beta, evaluations } = subject;
  const count = Math.min(curvePoints, Math.floor(evaluations / 2));
  if (count < 20) return undefined;
  const seen = drawnRange(space, axis, subject.draws);
  const around = spaced(widened(space, axis, seen, 1.5), count);
  const [range] = deepRanges([around], await energiesAt(space, [axis], around, subject), beta, [seen]);
  const x = spaced(widened(space, axis, range!, air), count);
  const energy = await energiesAt(space, [axis], x, subject);
  return {
    form: { form: 'curve', axes: [space.axes.names[axis]!], beta },
    columns: { x: { type: 'float64', values: x }, energy: { type: 'float64', values: energy } },
  };
}

async function mapOf(
  space: Continuous<unknown>,
  axes: readonly [number, number],
  subject: LandscapeSubject,
): Promise<Landscape | undefined> {
  const { beta, evaluations } = subject;
  const side = Math.min(mapSide, Math.floor(Math.sqrt(evaluations / 2)));
  if (side < 10) return undefined;
  const seen = axes.map((axis) => drawnRange(space, axis, subject.draws));
  const around = gridOf(axes.map((axis, i) => spaced(widened(space, axis, seen[i]!, 1), side)));
  const wide = await energiesAt(space, axes, interleaved(around), subject);
  const ranges = deepRanges(around, wide, beta, seen);
  const [x, y] = gridOf(axes.map((axis, i) => spaced(widened(space, axis, ranges[i]!, air), side)));
  const energy = await energiesAt(space, axes, interleaved([x!, y!]), subject);
  return {
    form: {
      form: 'map',
      axes: [space.axes.names[axes[0]]!, space.axes.names[axes[1]]!],
      columns: side,
      rows: side,
      beta,
    },
    columns: {
      x: { type: 'float64', values: x! },
      y: { type: 'float64', values: y! },
      energy: { type: 'float64', values: energy },
    },
  };
}

/** Energies of the first draw moved along some axes. @param values - [points, axes.length] */
async function energiesAt(
  space: Continuous<unknown>,
  axes: readonly number[],
  values: Float64Array,
  { energy, draws }: LandscapeSubject,
): Promise<Float64Array> {
  const count = values.length / axes.length;
  const like = space.take(draws, new Int32Array(count));
  const points = space.coordinates(like).slice();
  for (let i = 0; i < values.length; i++) {
    points[Math.floor(i / axes.length) * space.dimension + axes[i % axes.length]!] = values[i]!;
  }
  return (await energy.evaluate(space.withCoordinates(like, points))).slice();
}

async function statesOf(space: Discrete<unknown>, subject: LandscapeSubject): Promise<Landscape | undefined> {
  const { energy, draws, beta, evaluations } = subject;
  const free = freeOf(space.siteCount, energy);
  const count = free.reduce((product, site) => product * space.valueCounts[site]!, 1);
  if (count > Math.min(mostStates, evaluations)) return undefined;
  const like = space.take(draws, new Int32Array(count));
  const states = space.withSites(like, everyState(space, free, space.sites(like).slice(0, space.siteCount)));
  const texts = varying(space.encode(states));
  return {
    form: { form: 'states', columns: Object.keys(texts), beta },
    columns: {
      state: { type: 'text', values: namesOfStates(texts) },
      energy: { type: 'float64', values: (await energy.evaluate(states)).slice() },
    },
  };
}

/** The columns that tell states apart: groups of sites that are held do not. */
function varying(columns: Columns): Columns {
  const entries = Object.entries(columns).filter(([, { values }]) => new Set<unknown>(values).size > 1);
  return entries.length === 0 ? columns : Object.fromEntries(entries);
}

/** Every value of the free sites, the last fastest, the others as they stand. */
function everyState(
  { siteCount, valueCounts }: Discrete<unknown>,
  free: readonly number[],
  held: Uint8Array,
): Uint8Array {
  const count = free.reduce((product, site) => product * valueCounts[site]!, 1);
  const sites = new Uint8Array(count * siteCount);
  for (let state = 0; state < count; state++) {
    sites.set(held, state * siteCount);
    let rest = state;
    for (let i = free.length - 1; i >= 0; i--) {
      const site = free[i]!;
      sites[state * siteCount + site] = rest % valueCounts[site]!;
      rest = Math.floor(rest / valueCounts[site]!);
    }
  }
  return sites;
}
