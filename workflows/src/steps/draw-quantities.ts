import {
  type Column,
  type Columns,
  type Energy,
  isClamped,
  isContinuous,
  isDiscrete,
  type StateSpace,
} from '@basin/core';
import { SiteQuantities } from './site-quantities.js';

/** Coordinates that a certificate looks at, at most: the first ones. */
const mostCoordinates = 32;

/** Components of mixtures whose shares a certificate looks at, at most: the first ones. */
const mostComponents = 32;

/** Columns of numbers that are no states', by what they are. */
export interface LookedAt {
  readonly observed: readonly string[];
  /** Values of the energy's properties. */
  readonly properties: readonly string[];
  /** Shares of the components of mixtures. */
  readonly shares: readonly string[];
}

/** A number of each draw that a certificate looks at. */
interface Quantity {
  readonly name: string;
  read(columns: Columns): Float64Array;
}

/**
 * What certificates of draws look at: the energy, the properties that were asked for, the first coordinates, or shares of values and
 * single sites, the values of the energy's properties, and the shares of the components of mixtures.
 */
export class DrawQuantities {
  readonly #quantities: readonly Quantity[];
  readonly #sites: SiteQuantities<unknown> | undefined;

  /**
   * @param states - Columns of states, of any number of rows.
   */
  constructor(space: StateSpace<unknown>, energy: Energy<unknown>, states: Columns, looked: LookedAt) {
    const shape = shapeOf(space, energy);
    this.#sites = isDiscrete(space) ? new SiteQuantities(space, energy) : undefined;
    const coordinates = coordinatesOf(states).filter(({ name }) => !shape.held.has(name));
    this.#quantities = [
      column('energy'),
      ...looked.observed.map(column),
      ...coordinates.slice(0, mostCoordinates).flatMap((coordinate) => unrolled(coordinate, shape.circles)),
      ...looked.properties.map(column),
      ...looked.shares.slice(0, mostComponents).map(column),
    ];
  }

  /** Of the rows of a scored table of draws, and their states. */
  of(columns: Columns, batch: unknown): ReadonlyMap<string, Float64Array> {
    const read = this.#quantities.map(({ name, read }) => [name, read(columns)] as const);
    return new Map([...read, ...(this.#sites?.of(batch) ?? [])]);
  }
}

interface Circle {
  readonly low: number;
  readonly length: number;
}

/** Coordinates that the energy holds, which have nothing to tell, and those that are circles. */
function shapeOf(
  space: StateSpace<unknown>,
  energy: Energy<unknown>,
): { readonly held: ReadonlySet<string>; readonly circles: ReadonlyMap<string, Circle> } {
  if (!isContinuous(space)) return { held: new Set(), circles: new Map() };
  const { names, low, high, periodic } = space.axes;
  const clamped = isClamped(energy) ? energy.clamp.indices : [];
  const circles = [...periodic.keys()].filter((axis) => periodic[axis] === 1);
  return {
    held: new Set(Array.from(clamped, (axis) => names[axis]!)),
    circles: new Map(circles.map((axis) => [names[axis]!, { low: low[axis]!, length: high[axis]! - low[axis]! }])),
  };
}

function coordinatesOf(states: Columns): readonly Quantity[] {
  return Object.entries(states).flatMap(([name, { type, ...shape }]) => {
    if (type === 'float64') return [column(name)];
    if (type !== 'vector' || !('width' in shape)) return [];
    const { width } = shape;
    return Array.from({ length: width }, (_, i) => ({
      name: `${name}[${i}]`,
      read: (columns: Columns) => strided(columns[name], i, width),
    }));
  });
}

/** A coordinate on a circle has no mean: its cosine and its sine have. */
function unrolled(coordinate: Quantity, circles: ReadonlyMap<string, Circle>): readonly Quantity[] {
  const circle = circles.get(coordinate.name);
  if (circle === undefined) return [coordinate];
  const angles = (columns: Columns): Float64Array =>
    coordinate.read(columns).map((x) => (2 * Math.PI * (x - circle.low)) / circle.length);
  return [
    { name: `cosine of ${coordinate.name}`, read: (columns) => angles(columns).map(Math.cos) },
    { name: `sine of ${coordinate.name}`, read: (columns) => angles(columns).map(Math.sin) },
  ];
}

function column(name: string): Quantity {
  return { name, read: (columns) => numbers(columns[name]) };
}

function numbers(found: Column | undefined): Float64Array {
  return found?.type === 'float64' ? found.values : new Float64Array(0);
}

function strided(found: Column | undefined, first: number, width: number): Float64Array {
  if (found?.type !== 'vector') return new Float64Array(0);
  return Float64Array.from({ length: found.values.length / width }, (_, row) => found.values[row * width + first]!);
}
