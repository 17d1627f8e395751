import { apply } from './apply.js';
import { broadcastShapes, stretchedAxes } from './broadcast.js';
import { isKnown, sameShape, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { constantValues, integers, scalar } from './leaves.js';
import type { Operator } from './operator.js';
import { inputAt, integersAt, realInputAt } from './operator-inputs.js';
import { axesAsInput, keepsAxes, reducedAxes, reducedShape } from './reduced-axes.js';
import { broadcastLengths, broadcastOffsets, broadcastTo } from './reference-array.js';
import { reshapeLike, unsqueeze } from './reshaping.js';
import { shapeOf } from './shape-operators.js';
import type { GraphNode, Tensor } from './tensor.js';

/** Repeats a tensor along axes where its length is 1, until it has a shape given as a tensor. */
export const expandOperator: Operator = {
  name: 'Expand',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    const { elements } = inputAt(inputs, 1);
    if (elements === undefined) throw graphFault('the new shape does not follow from shapes and constants');
    if (elements.some((length) => isKnown(length) && length < 0))
      throw graphFault(`${shapeText(elements)} is no shape`);
    return [{ type, shape: broadcastShapes(shape, elements) }];
  },
  derivative: (node, [gradient]) => [gradient && sumLike(gradient, node.inputs[0]!)],
  evaluate: ([x, shape]) => [broadcastTo(x!, broadcastLengths(x!.shape, Array.from(shape!.values)))],
};

/** Σ over axes. */
export const reduceSumOperator: Operator = {
  name: 'ReduceSum',
  modernise: axesAsInput,
  infer(inputs, attributes) {
    const { type, shape } = inputAt(inputs, 0);
    const axes = reducedAxes(shape, integersAt(inputs, 1), attributes);
    return [{ type, shape: reducedShape(shape, axes, keepsAxes(attributes)) }];
  },
  derivative: (node, [gradient]) => [gradient && spreadBack(node, gradient)],
  evaluate([x, named], attributes) {
    const axes = reducedAxes(x!.shape, named?.values, attributes);
    const kept = reducedShape(x!.shape, axes, true);
    const offsets = broadcastOffsets(kept, x!.shape);
    const values = new Float64Array(kept.reduce((product, length) => product * length, 1));
    for (let index = 0; index < offsets.length; index++) values[offsets[index]!]! += x!.values[index]!;
    return [{ shape: reducedShape(x!.shape, axes, keepsAxes(attributes)), values }];
  },
};

/** Σ over axes, which are dropped unless `keep`. */
export function sum(x: Tensor, axes: readonly number[], keep = false): Tensor {
  if (axes.length === 0) return x;
  return apply(reduceSumOperator, [realInputAt([x], 0), integers(axes)], { keepdims: keep ? 1 : 0 });
}

/** What a reduction gave, stretched again to the shape of what it was given. */
export function spreadBack(node: GraphNode, reduced: Tensor): Tensor {
  const x = node.inputs[0]!;
  return expandLike(withReducedAxes(node, reduced), x);
}

/** What a reduction gave, with length 1 along the axes that it ran over. */
export function withReducedAxes(node: GraphNode, reduced: Tensor): Tensor {
  if (keepsAxes(node.attributes)) return reduced;
  return unsqueeze(reduced, reducedAxes(node.inputs[0]!.shape, integersAt(node.inputs, 1), node.attributes));
}

/** Repeated to the shape of another tensor. */
export function expandLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  const value = uniformValue(x);
  return apply(expandOperator, [value === undefined ? x : scalar(value), shapeOf(like)]);
}

/**
 * The gradient of what was stretched, of the gradient of what it was stretched to: summed over the axes along which it was
 * repeated.
 */
export function sumLike(gradient: Tensor, like: Tensor): Tensor {
  if (sameShape(gradient.shape, like.shape)) return gradient;
  const { leading, stretched } = stretchedAxes(like.shape, gradient.shape);
  const axes = [...Array.from({ length: leading }, (_, axis) => axis), ...stretched];
  const summed = sum(gradient, axes, leading === 0);
  return reshapeLike(summed, like);
}

/** A number everywhere, in the shape of another tensor. */
export function fullLike(like: Tensor, value: number): Tensor {
  return expandLike(scalar(value), like);
}

/** 0 everywhere, in the shape of another tensor. */
export function zerosLike(like: Tensor): Tensor {
  return fullLike(like, 0);
}

/** 1 everywhere, in the shape of another tensor. */
export function onesLike(like: Tensor): Tensor {
  return fullLike(like, 1);
}

/** The one number that all elements of a real tensor are, where the graph shows it; else undefined. */
export function uniformValue({ type, source }: Tensor): number | undefined {
  if (type !== 'real') return undefined;
  const held = source.kind === 'node' && source.node.operator === 'Expand' ? source.node.inputs[0] : undefined;
  const values = source.kind === 'constant' ? source.constant.values : constantValues(held)?.values;
  const first = values?.[0];
  return first !== undefined && values!.every((value) => value === first) ? first : undefined;
}

/** Whether stretching the other to a tensor's shape changes nothing about the tensor. */
export function covers(x: Tensor, other: Tensor): boolean {
  if (other.shape.length === 0 || sameShape(x.shape, other.shape)) return true;
  return sameShape(broadcastShapes(x.shape, other.shape), x.shape);
}
