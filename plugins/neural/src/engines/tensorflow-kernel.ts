import type * as TensorFlow from '@tensorflow/tfjs-core';
import { type Dimension, isKnown, shapeFor } from '../graph/dimension.js';
import { knownIntegers } from '../graph/leaves.js';
import type { GraphNode, Tensor } from '../graph/tensor.js';
import { runFault } from './run-inputs.js';

export type Library = typeof TensorFlow;
export type NumberArray = TensorFlow.Tensor;

/** One node in one run: its inputs as arrays of TensorFlow, and what its graph knows. */
export class KernelCall {
  readonly tf: Library;
  readonly node: GraphNode;
  readonly rowCount: number;
  readonly #inputs: readonly (NumberArray | undefined)[];

  constructor(tf: Library, node: GraphNode, inputs: readonly (NumberArray | undefined)[], rowCount: number) {
    this.tf = tf;
    this.node = node;
    this.rowCount = rowCount;
    this.#inputs = inputs;
  }

  /** Inputs that are there, in order. */
  get given(): readonly NumberArray[] {
    return this.#inputs.filter((array) => array !== undefined);
  }

  optional(index: number): NumberArray | undefined {
    return this.#inputs[index];
  }

  /** An input that is there: the graph was built with it. */
  input(index: number): NumberArray {
    return this.#inputs[index]!;
  }

  /** The input's place in the graph. */
  source(index: number): Tensor {
    return this.node.inputs[index]!;
  }

  /** Lengths of an output. */
  lengths(output = 0): number[] {
    return shapeFor(this.node.outputs[output]!.shape, this.rowCount);
  }

  /** Integers of an input that are known without running; undefined if it is left out. */
  integers(index: number): readonly number[] | undefined {
    const tensor = this.node.inputs[index];
    if (tensor === undefined) return undefined;
    const values = knownIntegers(tensor) ?? tensor.elements?.map((length) => this.length(length));
    if (values === undefined) throw this.fault(`input ${index + 1} must be known before the graph runs`);
    return values;
  }

  length(dimension: Dimension): number {
    return isKnown(dimension) ? dimension : dimension.multiple * this.rowCount;
  }

  number(name: string, fallback: number): number {
    const value = this.node.attributes[name];
    return typeof value === 'number' ? value : fallback;
  }

  text(name: string, fallback: string): string {
    const value = this.node.attributes[name];
    return typeof value === 'string' ? value : fallback;
  }

  /** Integers of an attribute. */
  list(name: string): readonly number[] | undefined {
    const value = this.node.attributes[name];
    return Array.isArray(value) ? (value as readonly number[]) : undefined;
  }

  /** An axis counted from the first. */
  axis(fallback: number, rank = this.input(0).rank): number {
    const axis = this.number('axis', fallback);
    return axis < 0 ? axis + rank : axis;
  }

  fault(message: string) {
    const { label, operator } = this.node;
    return runFault(`TensorFlow.js: node '${label ?? operator}' (${operator}): ${message}`);
  }
}

/** What TensorFlow.js does for an operator: one array, or one for each output. */
export type Kernel = (call: KernelCall) => NumberArray | readonly NumberArray[];
export type Kernels = Readonly<Record<string, Kernel>>;
