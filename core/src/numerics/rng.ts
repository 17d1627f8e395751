/**
 * One stream of random numbers at a fixed address. Draws advance the position and nothing else.
 * Equal addresses give equal numbers on every machine, whatever other streams do.
 */
export interface Rng {
  /** Uniform on 0 … 2³²−1. */
  uint32(): number;
  /** Uniform on [0, 1) with 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), without bias. 1 ≤ bound ≤ 2³². */
  integer(bound: number): number;
  /** Standard normal. */
  normal(): number;
  fillUniform(out: Float64Array): void;
  fillNormal(out: Float64Array): void;
  /**
   * Row r of `out` [rows, width] gets what `split(r).fillNormal` would give, at a fraction of the price: for kernels that draw
   * as much for every chain.
   */
  fillNormalRows(out: Float64Array, width: number): void;
  /** Row r of `out` [rows, width] gets what `split(r).fillUniform` would give. */
  fillUniformRows(out: Float64Array, width: number): void;
  /** Row r of `out` [rows, width] gets what `width` calls of `split(r).uint32` would give. */
  fillWordRows(out: Uint32Array, width: number): void;
  /** Where the stream stands, for checkpoints: `StreamAddress` and `position` together restore it exactly. */
  readonly position: RngPosition;
  /** An independent stream below this one; the same label always gives the same stream, whatever was drawn before. */
  split(label: number): Rng;
}

/** State of a stream, plain numbers so that a checkpoint can hold it. */
export interface RngPosition {
  readonly key: readonly [number, number, number, number];
  readonly counter: readonly [number, number, number, number];
  /** Words of the current block already used. */
  readonly used: number;
}
