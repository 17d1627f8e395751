import {
  type Differentiable,
  type Energy,
  isClamped,
  isDifferentiable,
  type ValueAndGradient,
} from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError, NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { areFinite } from '../numerics/finite.js';
import { type Continuous, isContinuous, withinBounds } from '../state/continuous.js';
import type { StateSpace } from '../state/state-space.js';
import type { ChainState } from './kernel.js';
import { addUnspeakable, firstFault, type GuiltyRows, siftRows } from './proposed-energy.js';
import { type Walls, wallsOf } from './reflect.js';

/** Coordinates beyond this are those of a trajectory that has overflowed; no unit of anything goes so far. */
const farthest = 1e100;

/** What a kernel that follows gradients is put together from. */
export interface GradientParts<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** Name by which an error speaks of the energy; 'energy' when absent. */
  readonly energyName?: string;
}

/** Points that a kernel proposes, with what is known of them. */
export interface ProposedPoints<B> {
  readonly batch: B;
  /** +Infinity where the energy forbids a point; NaN where no chain may be: outside bounds, and without energy or gradient. */
  readonly energy: Float64Array;
  /** 0 where the energy is not finite, and at clamped coordinates. [rows, dimension] */
  readonly gradient: Float64Array;
  readonly evaluations: number;
  /** Points outside bounds or beyond all measure. */
  readonly outside: number;
  /** Rows of the points without energy or gradient; a point outside is none of them. */
  readonly nonFiniteRows: readonly number[];
  readonly fault: NonFiniteEnergyError | undefined;
}

/** Arrays for the energies and gradients of so many points. */
export function valueAndGradient(rowCount: number, dimension: number): ValueAndGradient {
  return { energy: new Float64Array(rowCount), gradient: new Float64Array(rowCount * dimension) };
}

/**
 * An energy as gradient kernels see it: a function of coordinates, without a value outside bounds, flat along what it is clamped
 * at. Points beyond all measure (where a trajectory overflowed) are outside too.
 */
export class GradientTarget<B> {
  readonly space: Continuous<B>;
  readonly dimension: number;
  /** What trajectories bounce off; undefined where no axis has bounds. */
  readonly walls: Walls | undefined;
  readonly #energy: Differentiable<B>;
  readonly #energyName: string;
  /** Coordinates that the energy is clamped at; empty where it is not. */
  readonly #clamped: Int32Array;

  /** @throws {ConfigurationError} The space has no coordinates, or the energy no gradient. */
  constructor({ space, energy, energyName = 'energy' }: GradientParts<B>) {
    if (!isContinuous(space)) throw unusable('space', `the kernel needs coordinates, and a ${space.kind} has none`);
    if (!isDifferentiable(energy)) throw unusable('energy', `the kernel needs gradients, and '${energyName}' has none`);
    this.space = space;
    this.dimension = space.dimension;
    this.#energy = energy;
    this.#energyName = energyName;
    this.#clamped = isClamped(energy) ? energy.clamp.indices : new Int32Array(0);
    this.walls = wallsOf(space.axes);
  }

  /** Sets the clamped columns of the first `dimension` of every `width` numbers to 0: noise, momenta, gradients. */
  freeze(rows: Float64Array, width = this.dimension): void {
    if (this.#clamped.length === 0) return;
    for (let start = 0; start < rows.length; start += width) for (const i of this.#clamped) rows[start + i] = 0;
  }

  /**
   * The state of chains that start at `batch`, with their gradients.
   * @throws {NonFiniteEnergyError} An energy is NaN or −Infinity, or the gradient of an allowed state is not finite.
   */
  init(batch: B): Awaitable<ChainState<B>> {
    return whenDone(this.#energy.evaluateWithGradient(batch), (found) => {
      // Copies: an energy may go on using what it gave.
      const into = { energy: checkedEnergy(this.#energyName, found.energy).slice(), gradient: found.gradient.slice() };
      const within =
        this.walls !== undefined ? withinBounds(this.space.axes, this.space.coordinates(batch)) : new Uint8Array(0);
      within.forEach((is, row) => {
        if (is === 0) into.energy[row] = Number.POSITIVE_INFINITY;
      });
      const guilty: GuiltyRows = new Map();
      if (!areFinite(into.gradient)) this.#addSlopeless(into, guilty);
      this.#settle(into, guilty);
      if (guilty.size > 0) throw firstFault(guilty)!;
      return { batch, energy: into.energy, arrays: { gradient: into.gradient } };
    });
  }

  /** The gradients of a state: those it carries, or new ones where whoever made it left them out. */
  gradientOf(state: ChainState<B>): Awaitable<Float64Array> {
    const known = state.arrays?.gradient;
    return known ?? whenDone(this.init(state.batch), ({ arrays }) => arrays!.gradient!);
  }

  /** Evaluations that {@link gradientOf} makes for a state. */
  missingEvaluations({ arrays, energy }: ChainState<B>): number {
    return arrays?.gradient === undefined ? energy.length : 0;
  }

  /**
   * Energies and gradients of proposed points; what else a state holds comes from the same row of `like`.
   *
   * @param coordinates - [rows, dimension]; belongs to the batch from now on.
   * @param into - Receives energies and gradients.
   */
  evaluate(like: B, coordinates: Float64Array, into: ValueAndGradient): Awaitable<ProposedPoints<B>> {
    const batch = this.space.withCoordinates(like, coordinates);
    const inside = this.walls !== undefined ? this.#rowsInside(batch) : undefined;
    const filled = inside === undefined ? this.#fill(batch, into) : this.#fillRows(batch, inside, into);
    return whenDone(filled, (guilty) => {
      const rowCount = into.energy.length;
      const evaluations = inside?.length ?? rowCount;
      if (inside === undefined) addUnspeakable(guilty, this.#energyName, into.energy);
      if (!areFinite(into.gradient)) this.#addSlopeless(into, guilty);
      const overflows = guilty.size === 0 ? 0 : this.#forgiveOverflow(batch, into.energy, guilty);
      this.#settle(into, guilty);
      const outside = rowCount - evaluations + overflows;
      return { batch, ...into, evaluations, outside, nonFiniteRows: [...guilty.keys()], fault: firstFault(guilty) };
    });
  }

  /** The rows within bounds; undefined where all are. */
  #rowsInside(batch: B): Int32Array | undefined {
    const within = withinBounds(this.space.axes, this.space.coordinates(batch));
    if (!within.includes(0)) return undefined;
    return Int32Array.from(within.keys()).filter((row) => within[row] === 1);
  }

  #fill(batch: B, into: ValueAndGradient): Awaitable<GuiltyRows> {
    const { energy, gradient } = into;
    const { dimension, space } = this;
    return siftRows(energy.length, (first, end) => {
      const isWhole = end - first === energy.length;
      const part = isWhole ? batch : space.take(batch, rowRange(first, end));
      return whenDone(this.#energy.evaluateWithGradient(part, isWhole ? into : undefined), (found) => {
        if (found.energy !== energy) energy.set(found.energy, first);
        if (found.gradient !== gradient) gradient.set(found.gradient, first * dimension);
      });
    });
  }

  /** Evaluates the given rows only; the others are outside. */
  #fillRows(batch: B, rows: Int32Array, into: ValueAndGradient): Awaitable<GuiltyRows> {
    const { dimension } = this;
    const inside = valueAndGradient(rows.length, dimension);
    return whenDone(this.#fill(this.space.take(batch, rows), inside), (guilty) => {
      addUnspeakable(guilty, this.#energyName, inside.energy);
      into.energy.fill(Number.NaN);
      into.gradient.fill(0);
      for (let i = 0; i < rows.length; i++) {
        into.energy[rows[i]!] = inside.energy[i]!;
        into.gradient.set(inside.gradient.subarray(i * dimension, (i + 1) * dimension), rows[i]! * dimension);
      }
      return new Map(
        Array.from(guilty, ([i, { term, value }]) => [rows[i]!, new NonFiniteEnergyError(term, rows[i]!, value)]),
      );
    });
  }

  /** A point that overflowed is no fault of the energy, whatever it says of that point. @returns How many did. */
  #forgiveOverflow(batch: B, energy: Float64Array, guilty: GuiltyRows): number {
    const coordinates = this.space.coordinates(batch);
    let overflows = 0;
    for (const row of [...guilty.keys()]) {
      const point = coordinates.subarray(row * this.dimension, (row + 1) * this.dimension);
      if (point.every((x) => Math.abs(x) <= farthest)) continue;
      guilty.delete(row);
      energy[row] = Number.NaN;
      overflows++;
    }
    return overflows;
  }

  /** Marks guilty rows with NaN; gradients are 0 there, where forbidden, and at clamped coordinates. */
  #settle({ energy, gradient }: ValueAndGradient, guilty: GuiltyRows): void {
    const { dimension } = this;
    for (const row of guilty.keys()) energy[row] = Number.NaN;
    for (let row = 0; row < energy.length; row++) {
      if (!(energy[row]! < Number.POSITIVE_INFINITY)) gradient.fill(0, row * dimension, (row + 1) * dimension);
    }
    this.freeze(gradient);
  }

  /** Adds the rows that have an energy but no gradient. */
  #addSlopeless({ energy, gradient }: ValueAndGradient, guilty: GuiltyRows): void {
    const { dimension } = this;
    for (let row = 0; row < energy.length; row++) {
      if (guilty.has(row) || !(energy[row]! < Number.POSITIVE_INFINITY)) continue;
      const slopes = gradient.subarray(row * dimension, (row + 1) * dimension);
      const wrong = slopes.find((slope) => !Number.isFinite(slope));
      if (wrong === undefined) continue;
      guilty.set(row, new NonFiniteEnergyError(`gradient of ${this.#energyName}`, row, wrong));
    }
  }
}

function unusable(key: string, message: string): ConfigurationError {
  return new ConfigurationError([{ path: [key], message }]);
}

function rowRange(first: number, end: number): Int32Array {
  return Int32Array.from({ length: end - first }, (_, i) => first + i);
}
