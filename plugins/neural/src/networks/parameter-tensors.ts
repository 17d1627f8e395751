import type { NamedTensors, Precision } from '@basin/core';
import type { NetworkParameter } from './weights.js';

/** The parameters of a network as one flat vector, and as the tensors that an engine is given. */
export class ParameterTensors {
  readonly count: number;
  readonly #parameters: readonly NetworkParameter[];
  readonly #precision: Precision;
  #flat: Float64Array;
  #tensors: NamedTensors;

  constructor(parameters: readonly NetworkParameter[], precision: Precision) {
    this.#parameters = parameters;
    this.#precision = precision;
    this.count = parameters.reduce((sum, { initial }) => sum + initial.length, 0);
    this.#flat = new Float64Array(this.count);
    this.eachPart((from, { initial }) => this.#flat.set(initial, from));
    this.#tensors = this.#tensorsOf(this.#flat);
  }

  /** By the parameters' names. Never changed: a run that is under way keeps what it was given. */
  get tensors(): NamedTensors {
    return this.#tensors;
  }

  /** A copy. */
  flat(): Float64Array {
    return this.#flat.slice();
  }

  /** @throws {RangeError} Wrong length, or a number that is not finite. */
  set(flat: Float64Array): void {
    if (flat.length !== this.count) {
      throw new RangeError(`there are ${flat.length} parameters; the network has ${this.count}`);
    }
    for (let i = 0; i < flat.length; i++) {
      if (!Number.isFinite(flat[i])) throw new RangeError(`parameter ${i} is ${flat[i]}; parameters are finite`);
    }
    this.#flat = flat.slice();
    this.#tensors = this.#tensorsOf(this.#flat);
  }

  /** Calls `use` with each parameter and where in the flat vector it begins. */
  eachPart(use: (from: number, parameter: NetworkParameter) => void): void {
    let from = 0;
    for (const parameter of this.#parameters) {
      use(from, parameter);
      from += parameter.initial.length;
    }
  }

  #tensorsOf(flat: Float64Array): NamedTensors {
    const tensors: Record<string, NamedTensors[string]> = {};
    this.eachPart((from, { name, tensor, initial }) => {
      const part = flat.subarray(from, from + initial.length);
      const values = this.#precision === 'float32' ? new Float32Array(part) : part;
      // The shapes of parameters are numbers: they are the same for all rows.
      tensors[name] = { shape: tensor.shape as readonly number[], values };
    });
    return tensors;
  }
}
