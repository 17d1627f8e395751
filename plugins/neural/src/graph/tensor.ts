import type { Dimension, Shape } from './dimension.js';

/** What the elements of a tensor are. Integers are indices and shapes; truth values come of comparisons. */
export type ElementType = 'real' | 'integer' | 'boolean';

/** Numbers that a graph holds itself, row-major; truth values are 0 and 1. */
export interface ConstantValues {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** What they are, where no tensor around them says so: in attributes. Reals, if absent. */
  readonly type?: ElementType;
}

/** Settings of a node that are no tensors, by ONNX's names. */
export type Attributes = Readonly<
  Record<string, number | string | readonly number[] | readonly string[] | ConstantValues>
>;

/** One application of an operator. */
export interface GraphNode {
  /** ONNX's name, such as 'MatMul'. */
  readonly operator: string;
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
  /** Name in the file it was read from, for messages. */
  readonly label?: string | undefined;
}

/** Where a tensor comes from. */
export type TensorSource =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly constant: ConstantValues }
  | { readonly kind: 'node'; readonly node: GraphNode; readonly output: number };

/** A value of a graph, symbolic: known are its type and shape. Two tensors are the same only if they are the same object. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly source: TensorSource;
  /**
   * Of small integer tensors that are made of shapes: the elements, as far as they follow from the number of rows. What reshapes by
   * them knows its shape before it runs.
   */
  readonly elements?: readonly Dimension[] | undefined;
}

/** What an engine runs: inputs by name, and the tensors that are wanted. */
export interface Graph {
  readonly inputs: readonly Tensor[];
  readonly outputs: Readonly<Record<string, Tensor>>;
}
