import { rowsOf, splitCounter, streamRows } from '../numerics/random-stream.js';
import type { Rng, RngPosition } from '../numerics/rng.js';

/**
 * The streams of chains, step by step: at step t, row r draws from `rng.split(first + r).split(t)`. Rows of equal length are
 * filled without a stream object for each, which is what vectorised kernels live on.
 *
 * @remarks Holds 16 bytes a chain.
 */
export class ChainStreams {
  readonly #rng: Rng;
  readonly #chains: readonly Rng[];
  readonly #keys: Int32Array;

  /** @param first - Number of the first chain: a driver of some of the chains gives them the streams that they always have. */
  constructor(rng: Rng, chainCount: number, first = 0) {
    this.#rng = rng;
    this.#chains = Array.from({ length: chainCount }, (_, chain) => rng.split(first + chain));
    this.#keys = Int32Array.from(this.#chains.flatMap((chain) => [...chain.position.key]));
  }

  /** The streams of one step. Draws that are not of a row come from `rng` itself, and no kernel makes any. */
  at(step: number): Rng {
    return new StepStreams(this.#rng, this.#chains, this.#keys, step);
  }
}

class StepStreams implements Rng {
  readonly #base: Rng;
  readonly #chains: readonly Rng[];
  readonly #chainKeys: Int32Array;
  readonly #step: number;
  #keys: Int32Array | undefined;

  constructor(base: Rng, chains: readonly Rng[], chainKeys: Int32Array, step: number) {
    this.#base = base;
    this.#chains = chains;
    this.#chainKeys = chainKeys;
    this.#step = step;
  }

  get position(): RngPosition {
    return this.#base.position;
  }

  uint32(): number {
    return this.#base.uint32();
  }

  uniform(): number {
    return this.#base.uniform();
  }

  integer(bound: number): number {
    return this.#base.integer(bound);
  }

  normal(): number {
    return this.#base.normal();
  }

  fillUniform(out: Float64Array): void {
    this.#base.fillUniform(out);
  }

  fillNormal(out: Float64Array): void {
    this.#base.fillNormal(out);
  }

  fillNormalRows(out: Float64Array, width: number): void {
    streamRows(width).fillNormals(this.#rowKeys(rowsOf(out.length, width)), out, width);
  }

  fillUniformRows(out: Float64Array, width: number): void {
    streamRows(width).fillUniforms(this.#rowKeys(rowsOf(out.length, width)), out, width);
  }

  fillWordRows(out: Uint32Array, width: number): void {
    streamRows(width).fillWords(this.#rowKeys(rowsOf(out.length, width)), out, width);
  }

  split(label: number): Rng {
    return this.#chains[label]!.split(this.#step);
  }

  /** Keys of the rows' streams at this step; made when first asked for. */
  #rowKeys(rowCount: number): Int32Array {
    if (rowCount > this.#chains.length) {
      throw new RangeError(`there are ${rowCount} rows for the streams of ${this.#chains.length} chains`);
    }
    if (this.#keys === undefined) {
      this.#keys = this.#chainKeys.slice();
      streamRows().splitKeys(this.#keys, splitCounter(this.#step));
    }
    return this.#keys;
  }
}
