import type { Rng, RngPosition } from '../numerics/rng.js';

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

  split(label: number): Rng {
    return this.#branch(label);
  }
}

/** `rng` with `branch(r)` as the stream of row r: by it a batch uses the streams of the chains that its rows are. */
export function rowStreams(rng: Rng, branch: (row: number) => Rng): Rng {
  return new BranchedStream(rng, branch);
}
