import { apply, applyAll } from './apply.js';
import { add, divide, multiply, subtract } from './arithmetic.js';
import { integerAttribute, numberAttribute } from './attributes.js';
import { concat } from './concatenation.js';
import { isKnown, type Shape, sameShape } from './dimension.js';
import { expandOperator, uniformValue } from './expand-and-sum.js';
import { constantValues, integers, scalar } from './leaves.js';
import { nodesInOrder } from './node-order.js';
import { operators } from './operators.js';
import { shapeOperator } from './shape-operators.js';
import { siluSlope } from './silu-slope.js';
import type { Attributes, GraphNode, Tensor } from './tensor.js';
import { transpose } from './transposing.js';

/** Operators of elements, whose inputs are stretched to one shape. */
const ofElements = new Set(
  ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Where'].concat([
    'Neg',
    'Exp',
    'Log',
    'Sqrt',
    'Reciprocal',
    'Sigmoid',
    'Tanh',
    'Relu',
    'Softplus',
  ]),
);
/** What only moves elements. */
const moving = new Set(['Reshape', 'Unsqueeze', 'Squeeze', 'Transpose']);

/**
 * The same outputs by less work: nodes that do the same are shared, numbers that are repeated over a shape are repeated as late as
 * possible, which is mostly never, and what adds 0 or multiplies by 1 is left out. What no output needs is left behind.
 *
 * @param outputs - Tensors of one graph.
 * @returns Tensors of the same types and shapes, under the same names. Inputs stay the same objects.
 * @remarks O(nodes). Sums keep their order, so that results change by roundings at most.
 */
export function simplified(outputs: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const order = nodesInOrder(Object.values(outputs));
  const simplifier = new Simplifier(rowCounter(order));
  for (const node of order) simplifier.replace(node);
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, simplifier.of(tensor)]));
}

class Simplifier {
  /** The number of rows, [1]; undefined where no input tells it. */
  readonly #rowCount: Tensor | undefined;
  readonly #replaced = new Map<Tensor, Tensor>();
  readonly #made = new Map<string, readonly Tensor[]>();
  readonly #numbers = new Map<Tensor, number>();
  readonly #constants = new Map<string, Tensor>();

  constructor(rowCount: Tensor | undefined) {
    this.#rowCount = rowCount;
    if (rowCount !== undefined) this.#number(rowCount);
  }

  /** What stands for a tensor. */
  of(tensor: Tensor): Tensor {
    return this.#replaced.get(tensor) ?? this.#shared(tensor);
  }

  /** Finds what stands for a node's outputs; its inputs' nodes must have been replaced. */
  replace(node: GraphNode): void {
    const inputs = node.inputs.map((tensor) => tensor && this.of(tensor));
    const made = this.#rewritten(node, inputs) ?? this.#once({ ...node, inputs });
    node.outputs.forEach((tensor, index) => {
      this.#replaced.set(tensor, this.#shared(made[index]!));
    });
  }

  /** A form with less work, new nodes and all; undefined where none is known. */
  #rewritten(node: GraphNode, inputs: Inputs): readonly Tensor[] | undefined {
    const [output] = node.outputs;
    if (node.operator === 'Shape') return this.#settled(this.#shapeOfRows(output!));
    if (node.operator === 'Expand') return this.#settled(expandedOnce(inputs, output!));
    const slope = siluSlope({ ...node, inputs });
    if (slope !== undefined && sameShape(slope.shape, output!.shape)) return this.#settled(slope);
    const bare = outerProduct(node, inputs) ?? withoutRepeats(node, inputs);
    if (bare === undefined || sameShape(bare.shape, output!.shape)) return this.#settled(bare);
    const shape = this.#shapeTensor(output!.shape);
    return shape && this.#settled(apply(expandOperator, [bare, shape]));
  }

  /** A shape made of the number of rows, so that what had the shape need not be computed for it. */
  #shapeOfRows({ elements }: Tensor): Tensor | undefined {
    return elements && this.#shapeTensor(elements);
  }

  #shapeTensor(shape: Shape): Tensor | undefined {
    const count = this.#rowCount;
    if (count === undefined) return shape.every(isKnown) ? integers(shape as number[]) : undefined;
    const lengths = shape.map((length) => {
      if (isKnown(length)) return integers([length]);
      return length.multiple === 1 ? count : multiply(count, integers([length.multiple]));
    });
    return lengths.length === 1 ? lengths[0]! : concat(lengths, 0);
  }

  /** Replaces the nodes of a new tensor in turn, down to what is known. */
  #settled(tensor: Tensor | undefined): readonly Tensor[] | undefined {
    if (tensor === undefined) return undefined;
    for (const node of nodesInOrder([tensor])) {
      const isKnown = node.outputs.some((output) => this.#replaced.has(output) || this.#numbers.has(output));
      if (!isKnown) this.replace(node);
    }
    return [this.of(tensor)];
  }

  /** A node with these inputs: one that was made before, where there is one. */
  #once({ operator, inputs, attributes, label }: GraphNode): readonly Tensor[] {
    const key = `${operator}(${inputs.map((tensor) => tensor && this.#number(tensor)).join()})${attributesKey(attributes)}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = applyAll(operators.get(operator)!, inputs, attributes, label);
    for (const tensor of made) this.#number(tensor);
    this.#made.set(key, made);
    return made;
  }

  #number(tensor: Tensor): number {
    const number = this.#numbers.get(tensor) ?? this.#numbers.size;
    this.#numbers.set(tensor, number);
    return number;
  }

  /** Of equal small constants, the first. */
  #shared(tensor: Tensor): Tensor {
    const held = constantValues(tensor);
    if (held === undefined || held.values.length > 64) return tensor;
    const key = `${tensor.type} ${held.shape.join()} ${held.values.join()}`;
    const known = this.#constants.get(key) ?? tensor;
    this.#constants.set(key, known);
    return known;
  }
}

function attributesKey(attributes: GraphNode['attributes']): string {
  return JSON.stringify(attributes, (_, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

type Inputs = readonly (Tensor | undefined)[];

/** The number of rows, [1], as the first input with an axis of them has it. */
function rowCounter(order: readonly GraphNode[]): Tensor | undefined {
  for (const tensor of order.flatMap(({ inputs }) => inputs)) {
    if (tensor?.source.kind !== 'input') continue;
    const axis = tensor.shape.findIndex((length) => !isKnown(length) && length.multiple === 1);
    if (axis !== -1) return apply(shapeOperator, [tensor], { start: axis, end: axis + 1 });
  }
  return undefined;
}

/** A product of a column and a row is one of elements, which can be stretched late. */
function outerProduct({ operator, attributes }: GraphNode, [a, b, c]: Inputs): Tensor | undefined {
  if (operator !== 'Gemm' || c !== undefined || numberAttribute(attributes, 'alpha', 1) !== 1) return undefined;
  const [column, row] = [turned(a!, attributes, 'transA'), turned(b!, attributes, 'transB')];
  return column.shape[1] === 1 ? multiply(repeatedBy(column), repeatedBy(row)) : undefined;
}

function turned(matrix: Tensor, attributes: Attributes, name: string): Tensor {
  return integerAttribute(attributes, name, 0) === 0 ? matrix : transpose(matrix, [1, 0]);
}

/** The node of elements before they are repeated; undefined where none are. */
function withoutRepeats(node: GraphNode, inputs: Inputs): Tensor | undefined {
  const bare = inputs.map((tensor) => tensor && repeatedBy(tensor));
  if (bare.every((tensor, index) => tensor === inputs[index])) return undefined;
  if (ofElements.has(node.operator)) return combined(node, bare);
  const value = uniformValue(inputs[0]!);
  return moving.has(node.operator) && value !== undefined ? scalar(value) : undefined;
}

/** What an Expand repeats; any other tensor itself. */
function repeatedBy(tensor: Tensor): Tensor {
  const { source } = tensor;
  return source.kind === 'node' && source.node.operator === 'Expand' ? source.node.inputs[0]! : tensor;
}

function expandedOnce([x, shape]: Inputs, output: Tensor): Tensor | undefined {
  if (sameShape(x!.shape, output.shape)) return x;
  const inner = repeatedBy(x!);
  return inner === x ? undefined : apply(expandOperator, [inner, shape]);
}

/** By the functions that know 0 and 1. */
function combined({ operator, attributes, label }: GraphNode, inputs: Inputs): Tensor {
  const known = { Add: add, Sub: subtract, Mul: multiply, Div: divide }[operator];
  if (known !== undefined) return known(inputs[0]!, inputs[1]!);
  return apply(operators.get(operator)!, inputs, attributes, label);
}
