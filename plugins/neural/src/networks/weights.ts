import type { Rng } from '@basin/core';
import { input } from '../graph/leaves.js';
import { elementCount } from '../graph/reference-array.js';
import type { Tensor } from '../graph/tensor.js';

/** A parameter of a network: a graph input with the values that it starts from. */
export interface NetworkParameter {
  readonly name: string;
  readonly tensor: Tensor;
  /** Row-major. */
  readonly initial: Float64Array;
}

/** Makes the parameters of a network, and remembers them in the order in which they were made. */
export class Weights {
  readonly made: NetworkParameter[];
  readonly #rng: Rng;
  readonly #prefix: string;

  /**
   * @param prefix - Goes before every name.
   * @param made - Those made before.
   */
  constructor(rng: Rng, prefix = '', made: NetworkParameter[] = []) {
    this.#rng = rng;
    this.#prefix = prefix;
    this.made = made;
  }

  /** Makes parameters of one of several parts that are alike, from a stream of its own. */
  part(name: string, index: number): Weights {
    return new Weights(this.#rng.split(index), `${this.#prefix}${name}.${index}.`, this.made);
  }

  /** Normal numbers of mean 0. */
  normal(name: string, shape: readonly number[], deviation: number): Tensor {
    const initial = new Float64Array(elementCount(shape));
    this.#rng.split(this.made.length).fillNormal(initial);
    return this.#make(
      name,
      shape,
      initial.map((value) => deviation * value),
    );
  }

  /** The same number everywhere. */
  uniform(name: string, shape: readonly number[], value: number): Tensor {
    return this.#make(name, shape, new Float64Array(elementCount(shape)).fill(value));
  }

  #make(name: string, shape: readonly number[], initial: Float64Array): Tensor {
    const full = `${this.#prefix}${name}`;
    const tensor = input(full, shape);
    this.made.push({ name: full, tensor, initial });
    return tensor;
  }
}
