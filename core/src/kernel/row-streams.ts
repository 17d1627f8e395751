import type { Rng, RngPosition } from '../numerics/rng.js';
import { isChoosing } from '../numerics/weighted-choice.js';

/** A stream whose branches are chosen by `branch`; draws are those of `base`. */
class BranchedStream implements Rng {
  readonly #base: Rng;
  readonly #branch: (label: number) => Rng;

  constructor(base: Rng, branch: (label: number) => Rng) {
    this.#base = base;
    this.#branch = branch;
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
    for (let row = 0, i = 0; i < out.length; row++, i += width) {
      this.#branch(row).fillNormal(out.subarray(i, i + width));
    }
  }

  fillUniformRows(out: Float64Array, width: number): void {
    for (let row = 0, i = 0; i < out.length; row++, i += width) {
      this.#branch(row).fillUniform(out.subarray(i, i + width));
    }
  }

  fillWordRows(out: Uint32Array, width: number): void {
    for (let row = 0, i = 0; i < out.length; row++) {
      const stream = this.#branch(row);
      for (let j = 0; j < width; j++, i++) out[i] = stream.uint32();
    }
  }

  split(label: number): Rng {
    return this.#branch(label);
  }
}

/**
 * `rng` with `branch(r)` as the stream of row r: by it a batch uses the streams of the chains that its rows are. A stream that
 * settles choices by itself is that of every row.
 */
export function rowStreams(rng: Rng, branch: (row: number) => Rng): Rng {
  return isChoosing(rng) ? rng : new BranchedStream(rng, branch);
}
