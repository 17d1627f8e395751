import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { type AxisSpecification, axesOf } from './axis-specification.js';
import type { Columns } from './columns.js';
import { type Axes, type Continuous, wrapPeriodic } from './continuous.js';
import { axisColumns, positionColumn, readAxisColumns, readPositions, wordAt } from './coordinate-columns.js';
import type { BadRow, Decoded } from './state-space.js';

/** States of {@link VectorSpace}: `dimension` values a row, row-major. */
export type VectorBatch = Float64Array;

/**
 * Points of ℝⁿ, of a box or of a torus. Points with named axes are kept in one column an axis, others in one vector column
 * `position`, whose axes are named position[0], position[1] …
 */
export class VectorSpace implements Continuous<VectorBatch> {
  readonly kind = 'vector';
  readonly axes: Axes;
  readonly #isNamed: boolean;
  readonly #spread: number;

  private constructor(axes: Axes, isNamed: boolean, spread: number) {
    if (!(spread > 0 && Number.isFinite(spread))) {
      throw new ConfigurationError([{ path: ['spread'], message: `spread is ${spread}; it must be finite and > 0` }]);
    }
    this.axes = axes;
    this.#isNamed = isNamed;
    this.#spread = spread;
  }

  /**
   * ℝⁿ.
   *
   * @param spread - Standard deviation of random states, finite, > 0.
   * @throws {ConfigurationError} The dimension is no integer ≥ 1, or the spread is not finite and > 0.
   */
  static ofDimension(dimension: number, spread = 1): VectorSpace {
    if (!(Number.isInteger(dimension) && dimension >= 1)) {
      const message = `dimension is ${dimension}; it must be an integer ≥ 1`;
      throw new ConfigurationError([{ path: ['dimension'], message }]);
    }
    const names = Array.from({ length: dimension }, (_, axis) => `${positionColumn}[${axis}]`);
    return new VectorSpace(axesOf(names.map((name) => ({ name }))), false, spread);
  }

  /**
   * The space with these axes, in this order.
   *
   * @param spread - As of {@link ofDimension}, for axes without both bounds.
   * @throws {ConfigurationError} See {@link axesOf}, or the spread is not finite and > 0.
   */
  static ofAxes(axes: readonly AxisSpecification[], spread = 1): VectorSpace {
    return new VectorSpace(axesOf(axes), true, spread);
  }

  get dimension(): number {
    return this.axes.low.length;
  }

  size(batch: VectorBatch): number {
    return batch.length / this.dimension;
  }

  /** Uniform between two bounds; beyond one bound by |normal|; normal about 0 where there is none. */
  random(rng: Rng, count: number): VectorBatch {
    const { low, high } = this.axes;
    const batch = new Float64Array(count * this.dimension);
    for (let i = 0; i < batch.length; ) {
      for (let axis = 0; axis < low.length; axis++, i++) {
        batch[i] = randomCoordinate(rng, low[axis]!, high[axis]!, this.#spread);
      }
    }
    // Rounding may put a uniform draw at the end of a circle.
    wrapPeriodic(this.axes, batch);
    return batch;
  }

  take(batch: VectorBatch, rows: Int32Array): VectorBatch {
    const { dimension } = this;
    const taken = new Float64Array(rows.length * dimension);
    if (dimension === 1) {
      for (let i = 0; i < rows.length; i++) taken[i] = batch[rows[i]!]!;
      return taken;
    }
    for (let i = 0, to = 0; i < rows.length; i++) {
      const from = rows[i]! * dimension;
      for (let j = from; j < from + dimension; j++, to++) taken[to] = batch[j]!;
    }
    return taken;
  }

  concat(batches: readonly VectorBatch[]): VectorBatch {
    const whole = new Float64Array(batches.reduce((length, batch) => length + batch.length, 0));
    let offset = 0;
    for (const batch of batches) {
      whole.set(batch, offset);
      offset += batch.length;
    }
    return whole;
  }

  /** The coordinates with all their digits. */
  identity(batch: VectorBatch, row: number): string {
    return batch.subarray(row * this.dimension, (row + 1) * this.dimension).join(' ');
  }

  coordinates(batch: VectorBatch): Float64Array {
    return batch;
  }

  withCoordinates(_like: VectorBatch, coordinates: Float64Array): VectorBatch {
    wrapPeriodic(this.axes, coordinates);
    return coordinates;
  }

  encode(batch: VectorBatch): Columns {
    if (this.#isNamed) return axisColumns(this.axes.names, batch);
    return { [positionColumn]: { type: 'vector', values: batch.slice(), width: this.dimension } };
  }

  /**
   * A row with a coordinate that is missing, no number, not finite or out of bounds is bad; on a periodic axis every finite one is
   * good.
   * @throws {ConfigurationError} A column of coordinates is missing, or of a type that cannot hold numbers.
   */
  decode(columns: Columns): Decoded<VectorBatch> {
    const values = this.#isNamed ? readAxisColumns(this.axes.names, columns) : readPositions(this.dimension, columns);
    const rows = new Int32Array(this.size(values));
    const bad: BadRow[] = [];
    let good = 0;
    for (let row = 0; row < rows.length; row++) {
      const fault = this.#faultOf(values, row, columns);
      if (fault === undefined) rows[good++] = row;
      else bad.push(fault);
    }
    const kept = rows.slice(0, good);
    return {
      batch: this.withCoordinates(values, good < rows.length ? this.take(values, kept) : values),
      rows: kept,
      bad,
    };
  }

  #faultOf(values: Float64Array, row: number, columns: Columns): BadRow | undefined {
    const { names, low, high, periodic } = this.axes;
    for (let axis = 0; axis < names.length; axis++) {
      const x = values[row * names.length + axis]!;
      if (Number.isNaN(x)) return noNumber(names[axis]!, row, columns);
      if (!Number.isFinite(x)) return { row, status: 'invalid', message: `${names[axis]} is ${x}; it must be finite` };
      if (periodic[axis] === 1 || (x >= low[axis]! && x <= high[axis]!)) continue;
      const message = `${names[axis]} is ${x}; allowed is ${low[axis]} to ${high[axis]}`;
      return { row, status: 'invalid', message };
    }
    return undefined;
  }
}

function noNumber(name: string, row: number, columns: Columns): BadRow {
  const word = wordAt(name, columns, row);
  if (word === undefined) return { row, status: 'missing', message: `there is no ${name}` };
  return { row, status: 'invalid', message: `${name} is '${word.slice(0, 40)}', which is no number` };
}

function randomCoordinate(rng: Rng, low: number, high: number, spread: number): number {
  if (low > Number.NEGATIVE_INFINITY && high < Number.POSITIVE_INFINITY) {
    return Math.min(high, low + rng.uniform() * (high - low));
  }
  const deviation = spread * rng.normal();
  if (low > Number.NEGATIVE_INFINITY) return low + Math.abs(deviation);
  if (high < Number.POSITIVE_INFINITY) return high - Math.abs(deviation);
  return deviation;
}
