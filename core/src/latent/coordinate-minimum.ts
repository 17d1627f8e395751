import { type Differentiable, type Energy, isDifferentiable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Continuous } from '../state/continuous.js';
import type { LatentVariables } from './latent-variables.js';
import type { Minimised } from './minimised.js';
import { startingValues } from './starting-values.js';

/** Gradients at most for one start. */
const mostSteps = 1000;
/** A search ends where the gradient is this small beside the energy. */
const flatGradient = 1e-9;
/** A step must lower the energy by this share of what the slope promises. */
const sufficientDecrease = 1e-4;
const leastStep = 1e-14;

type CoordinateLatents<B> = Extract<LatentVariables<B>, { kind: 'coordinates' }>;

/**
 * Descent along the gradient of the latent coordinates with Barzilai and Borwein's step, halved until the energy falls; within
 * the bounds of the axes; from several starts, of which the best end counts. Every row goes its own way.
 *
 * @throws {ConfigurationError} The energy has no gradient.
 * @see Barzilai & Borwein, IMA J. Numer. Anal. 8, 141 (1988).
 */
export function coordinateMinimum<B>(
  name: string,
  energy: Energy<B>,
  latents: CoordinateLatents<B>,
  settings: { readonly restarts: number; readonly seed: number },
): (batch: B) => Promise<Minimised<B>> {
  if (!isDifferentiable(energy)) {
    const message = `'optimise' needs the gradient of the energy, which '${name}' cannot give`;
    throw new ConfigurationError([{ path: ['method'], message }]);
  }
  const starts = startingValues(latents, settings);
  return async (batch) => {
    const searches = starts.map((start) => new Descent(energy, latents, batch, start));
    for (const search of searches) await search.run();
    return bestOf(latents, batch, searches);
  };
}

function bestOf<B>({ space, indices }: CoordinateLatents<B>, batch: B, searches: readonly Descent<B>[]): Minimised<B> {
  const count = space.size(batch);
  const energy = new Float64Array(count);
  const coordinates = space.coordinates(batch).slice();
  for (let row = 0; row < count; row++) {
    const best = searches.reduce((least, search) => (search.energy[row]! < least.energy[row]! ? search : least));
    energy[row] = best.energy[row]!;
    for (let k = 0; k < indices.length; k++) {
      coordinates[row * space.dimension + indices[k]!] = best.values[row * indices.length + k]!;
    }
  }
  return { batch: space.withCoordinates(batch, coordinates), energy };
}

/** One search for every row of a batch, all from the same latent values. */
class Descent<B> {
  /** Latent values, [rows, latents]. */
  readonly values: Float64Array;
  readonly energy: Float64Array;
  readonly #slopes: Float64Array;
  readonly #steps: Float64Array;
  readonly #target: Differentiable<B>;
  readonly #space: Continuous<B>;
  readonly #indices: Int32Array;
  readonly #batch: B;

  constructor(target: Differentiable<B>, { space, indices }: CoordinateLatents<B>, batch: B, start: Float64Array) {
    const rows = space.size(batch);
    this.#target = target;
    this.#space = space;
    this.#indices = indices;
    this.#batch = batch;
    this.values = new Float64Array(rows * indices.length);
    for (let row = 0; row < rows; row++) this.values.set(start, row * indices.length);
    this.energy = new Float64Array(rows);
    this.#slopes = new Float64Array(this.values.length);
    this.#steps = new Float64Array(rows);
  }

  async run(): Promise<void> {
    let moving = Int32Array.from({ length: this.energy.length }, (_, row) => row);
    const first = await this.#evaluate(moving, this.values);
    this.energy.set(first.energy);
    this.#slopes.set(first.slopes);
    for (const row of moving) this.#steps[row] = 1 / Math.max(1, Math.sqrt(this.#slopeSquare(row)));
    for (let step = 0; step < mostSteps; step++) {
      moving = moving.filter((row) => this.#isMoving(row));
      if (moving.length === 0) return;
      await this.#step(moving);
    }
  }

  async #step(moving: Int32Array): Promise<void> {
    const width = this.#indices.length;
    const trial = new Float64Array(moving.length * width);
    for (let i = 0; i < moving.length; i++) this.#moveRow(moving[i]!, trial.subarray(i * width, (i + 1) * width));
    const { energy, slopes } = await this.#evaluate(moving, trial);
    for (let i = 0; i < moving.length; i++) {
      const part = [i * width, (i + 1) * width] as const;
      this.#judge(moving[i]!, trial.subarray(...part), energy[i]!, slopes.subarray(...part));
    }
  }

  /** One step down, back inside the bounds. */
  #moveRow(row: number, trial: Float64Array): void {
    const { low, high, periodic } = this.#space.axes;
    for (let k = 0; k < trial.length; k++) {
      const axis = this.#indices[k]!;
      const i = row * trial.length + k;
      const x = this.values[i]! - this.#steps[row]! * this.#slopes[i]!;
      trial[k] = periodic[axis] === 1 ? x : Math.min(high[axis]!, Math.max(low[axis]!, x));
    }
  }

  #judge(row: number, trial: Float64Array, energy: number, slopes: Float64Array): void {
    const width = trial.length;
    let promised = 0;
    let moved = 0;
    let bent = 0;
    for (let k = 0; k < width; k++) {
      const i = row * width + k;
      const change = trial[k]! - this.values[i]!;
      promised -= this.#slopes[i]! * change;
      moved += change * change;
      bent += change * (slopes[k]! - this.#slopes[i]!);
    }
    if (!(energy <= this.energy[row]! - sufficientDecrease * promised) || moved === 0) {
      this.#steps[row]! *= moved === 0 ? 0 : 0.5;
      return;
    }
    this.values.set(trial, row * width);
    this.#slopes.set(slopes, row * width);
    this.energy[row] = energy;
    this.#steps[row] = bent > 0 ? moved / bent : 2 * this.#steps[row]!;
  }

  #isMoving(row: number): boolean {
    const limit = flatGradient * (1 + Math.abs(this.energy[row]!));
    return this.#steps[row]! > leastStep && this.#slopeSquare(row) > limit * limit;
  }

  #slopeSquare(row: number): number {
    let sum = 0;
    for (let i = row * this.#indices.length; i < (row + 1) * this.#indices.length; i++) sum += this.#slopes[i]! ** 2;
    return sum;
  }

  /** Energies and slopes along the latent coordinates of some rows at other latent values. */
  async #evaluate(rows: Int32Array, values: Float64Array): Promise<{ energy: Float64Array; slopes: Float64Array }> {
    const { dimension } = this.#space;
    const width = this.#indices.length;
    const part = this.#space.take(this.#batch, rows);
    const coordinates = this.#space.coordinates(part).slice();
    for (let i = 0; i < values.length; i++) {
      coordinates[Math.floor(i / width) * dimension + this.#indices[i % width]!] = values[i]!;
    }
    const { energy, gradient } = await this.#target.evaluateWithGradient(
      this.#space.withCoordinates(part, coordinates),
    );
    const slopes = values.map((_, i) => gradient[Math.floor(i / width) * dimension + this.#indices[i % width]!]!);
    return { energy, slopes };
  }
}
