import type { Shape } from './dimension.js';
import type { Attributes, ElementType, GraphNode, Tensor } from './tensor.js';

/** Type and shape of a tensor to be. */
export interface TensorOutline {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly elements?: Tensor['elements'];
}

/** An array that the reference engine computes with, in float64; row-major, integers and truth values as numbers. */
export interface ReferenceArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** What an operator is applied to. */
export interface OperatorArguments {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
}

/** An operator of ONNX: what it makes of shapes, its derivative as more graph, and its meaning. One literal each. */
export interface Operator {
  /** ONNX's name. */
  readonly name: string;
  /**
   * Brings a form that older operator sets allow into that of opset 20, which graphs hold: axes that were an attribute become an
   * input, and so on. Absent where there is one form.
   */
  modernise?(inputs: readonly (Tensor | undefined)[], attributes: Attributes): OperatorArguments;
  /** @throws {ConfigurationError} The inputs or attributes do not fit; it says what came and what is allowed. */
  infer(inputs: readonly (Tensor | undefined)[], attributes: Attributes): readonly TensorOutline[];
  /**
   * Gradients with respect to the inputs, of whatever has these gradients with respect to the outputs; undefined for inputs that
   * no gradient reaches (indices, shapes). Absent where the operator has no derivative: it is named, then, and stops gradients.
   */
  derivative?(node: GraphNode, outputGradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  /** The oracle of the engines: plain loops. The outlines are what `infer` said: integers divide otherwise than reals. */
  evaluate(
    inputs: readonly (ReferenceArray | undefined)[],
    attributes: Attributes,
    outlines: readonly TensorOutline[],
  ): readonly ReferenceArray[];
}
