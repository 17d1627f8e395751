/** Most arrays that are kept for later. */
const mostKept = 16;

/**
 * Arrays that are used again from call to call, for work that repeats on batches of the same few sizes. Whoever takes an array has
 * it alone until it is given back, so that work which waits for promises can share one pool.
 */
export class ScratchArrays {
  readonly #free: Float64Array[] = [];

  /** An array of this length; what is in it is left from its last use. */
  take(length: number): Float64Array {
    const index = this.#free.findLastIndex((array) => array.length === length);
    return index < 0 ? new Float64Array(length) : this.#free.splice(index, 1)[0]!;
  }

  give(...arrays: readonly Float64Array[]): void {
    this.#free.push(...arrays);
    // Lengths that no longer come would stay for ever: the oldest go first.
    if (this.#free.length > mostKept) this.#free.splice(0, this.#free.length - mostKept);
  }
}
