import { ConfigurationError } from '@basin/core';
import { isKnown } from './dimension.js';
import { faultAt } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator, OperatorArguments, ReferenceArray, TensorOutline } from './operator.js';
import type { Attributes, GraphNode, Tensor } from './tensor.js';

/** Constants with more elements than this are left to the engines. */
const mostFolded = 1 << 16;

/**
 * The first output of an operator, applied to tensors: a new node, or a constant where all inputs are constants or all elements
 * follow from shapes.
 *
 * @param inputs - Undefined where an optional input is left out.
 * @param label - Name in the file it was read from, for messages.
 * @throws {ConfigurationError} The inputs or attributes do not fit; it names the node.
 */
export function apply(
  operator: Operator,
  inputs: readonly (Tensor | undefined)[],
  attributes: Attributes = {},
  label?: string,
): Tensor {
  return applyAll(operator, inputs, attributes, label)[0]!;
}

/** All outputs of an operator, applied to tensors. See {@link apply}. */
export function applyAll(
  operator: Operator,
  inputs: readonly (Tensor | undefined)[],
  attributes: Attributes = {},
  label?: string,
): readonly Tensor[] {
  const { given, outlines } = told(operator, label, () => {
    const given: OperatorArguments = operator.modernise?.(inputs, attributes) ?? { inputs, attributes };
    return { given, outlines: operator.infer(given.inputs, given.attributes) };
  });
  const folded = foldedByElements(outlines) ?? told(operator, label, () => foldedByValues(operator, given, outlines));
  return folded ?? newNode(operator.name, given, outlines, label);
}

/** Adds to errors which node they are about. */
function told<T>(operator: Operator, label: string | undefined, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof ConfigurationError ? faultAt(error, operator.name, label) : error;
  }
}

/** Constants, where elements that follow from shapes are all plain numbers. */
function foldedByElements(outlines: readonly TensorOutline[]): Tensor[] | undefined {
  const folded: Tensor[] = [];
  for (const { elements, shape, type } of outlines) {
    if (!elements?.every(isKnown) || !shape.every(isKnown)) return undefined;
    folded.push(constant(elements, shape, type));
  }
  return folded;
}

/** Constants, where the operator has no other inputs than small constants. */
function foldedByValues(
  operator: Operator,
  { inputs, attributes }: OperatorArguments,
  outlines: readonly TensorOutline[],
): Tensor[] | undefined {
  if (outlines.some(({ shape }) => !isSmall(shape))) return undefined;
  const arrays: (ReferenceArray | undefined)[] = [];
  for (const tensor of inputs) {
    if (tensor !== undefined && (tensor.source.kind !== 'constant' || !isSmall(tensor.shape))) return undefined;
    arrays.push(tensor?.source.kind === 'constant' ? tensor.source.constant : undefined);
  }
  const results = operator.evaluate(arrays, attributes, outlines);
  return results.map(({ values, shape }, output) => constant(values, shape, outlines[output]!.type));
}

function isSmall(shape: Tensor['shape']): boolean {
  let count = 1;
  for (const dimension of shape) {
    if (!isKnown(dimension)) return false;
    count *= dimension;
  }
  return count <= mostFolded;
}

function newNode(
  operator: string,
  { inputs, attributes }: OperatorArguments,
  outlines: readonly TensorOutline[],
  label: string | undefined,
): readonly Tensor[] {
  const outputs: Tensor[] = [];
  const node: GraphNode = { operator, inputs, attributes, outputs, label };
  outlines.forEach((outline, output) => {
    outputs.push({ ...outline, source: { kind: 'node', node, output } });
  });
  return outputs;
}
