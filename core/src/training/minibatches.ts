import { permutation } from '../numerics/permutation.js';
import type { Rng } from '../numerics/rng.js';

/**
 * Which examples each step sees. Epoch after epoch is a permutation of all examples drawn from `rng.split(epoch)`, and minibatches
 * are cut out of them one after the other, so that every example comes once an epoch and all minibatches have the same size: one
 * may take the end of an epoch and the beginning of the next. What a step sees follows from its number alone.
 */
export class Minibatches {
  /** Examples a step sees: fewer than asked for where there are not so many. */
  readonly size: number;
  readonly #rng: Rng;
  readonly #exampleCount: number;
  #epoch = -1;
  #order: Int32Array = new Int32Array(0);

  constructor(rng: Rng, exampleCount: number, size: number) {
    this.#rng = rng;
    this.#exampleCount = exampleCount;
    this.size = Math.min(size, exampleCount);
  }

  /** Steps in so many epochs, at least one. */
  stepsOf(epochs: number): number {
    return Math.max(1, Math.round((epochs * this.#exampleCount) / this.size));
  }

  /** Epochs after a step. */
  epochsAfter(step: number): number {
    return (step * this.size) / this.#exampleCount;
  }

  /** Rows of the examples of a step, from 1. */
  rows(step: number): Int32Array {
    const rows = new Int32Array(this.size);
    const first = (step - 1) * this.size;
    for (let i = 0; i < rows.length; i++) {
      const place = first + i;
      rows[i] = this.#orderOf(Math.floor(place / this.#exampleCount))[place % this.#exampleCount]!;
    }
    return rows;
  }

  #orderOf(epoch: number): Int32Array {
    if (epoch !== this.#epoch) {
      this.#order = permutation(this.#rng.split(epoch), this.#exampleCount);
      this.#epoch = epoch;
    }
    return this.#order;
  }
}
