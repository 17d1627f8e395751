import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import { type Dimension, isKnown, type Shape, sameShape, shapeFor, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { integers } from './leaves.js';
import type { Operator, ReferenceArray, TensorOutline } from './operator.js';
import { axesOf, axisOf, inputAt, integersAt } from './operator-inputs.js';
import { elementCount } from './reference-array.js';
import { shapeOf } from './shape-operators.js';
import { asDimension, productOf, quotientOf } from './shape-product.js';
import type { Attributes, GraphNode, Tensor } from './tensor.js';

type GivenInputs = readonly (Tensor | undefined)[];

/** The same elements in the same order under another shape: what all operators here share but how they say the shape. */
function regrouping(name: string, shapeAfter: (inputs: GivenInputs, attributes: Attributes) => Shape): Operator {
  return {
    name,
    infer(inputs, attributes): TensorOutline[] {
      const { type, elements } = inputAt(inputs, 0);
      const shape = shapeAfter(inputs, attributes);
      return [{ type, shape, elements: shape.length < 2 ? elements : undefined }];
    },
    derivative: reshapeBack,
    evaluate([x, second], attributes, [outline]) {
      return [{ shape: lengthsAfter(name, x!, second, attributes, outline!.shape), values: x!.values }];
    },
  };
}

function reshapeBack(node: GraphNode, [gradient]: readonly (Tensor | undefined)[]): (Tensor | undefined)[] {
  return [gradient && reshapeLike(gradient, node.inputs[0]!)];
}

/** To a shape given as a tensor: 0 keeps a length (unless `allowzero`), one −1 takes what is left. */
export const reshapeOperator = regrouping('Reshape', (inputs, attributes) => {
  const x = inputAt(inputs, 0);
  const { elements } = inputAt(inputs, 1);
  if (elements === undefined) throw graphFault('the new shape does not follow from shapes and constants');
  return reshaped(x.shape, elements, integerAttribute(attributes, 'allowzero', 0) !== 0);
});

/** To a matrix: axes before `axis` become one, and so do the others. */
export const flattenOperator = regrouping('Flatten', (inputs, attributes) => {
  const { shape } = inputAt(inputs, 0);
  const axis = flattenAxis(attributes, shape.length);
  const parts = [shape.slice(0, axis), shape.slice(axis)].map((part) => asDimension(productOf(part)));
  if (parts.includes(undefined)) throw graphFault(`axes of ${shapeText(shape)} cannot be joined into one length`);
  return parts as Dimension[]; // None is undefined, as has just been asked.
});

/** Drops axes of length 1: those named, else all. */
export const squeezeOperator: Operator = {
  ...regrouping('Squeeze', (inputs) => {
    const { shape } = inputAt(inputs, 0);
    const axes = axesOf(integersAt(inputs, 1)!, shape.length);
    const long = axes.find((axis) => shape[axis] !== 1);
    if (long !== undefined) throw graphFault(`axis ${long} of ${shapeText(shape)} is not of length 1`);
    return shape.filter((_, axis) => !axes.includes(axis));
  }),
  // Named, so that a batch of one row keeps its axis.
  modernise(inputs, attributes) {
    const { shape } = inputAt(inputs, 0);
    const ones = shape.flatMap((dimension, axis) => (dimension === 1 ? [axis] : []));
    return { inputs: [inputs[0], inputs[1] ?? integers(ones)], attributes };
  },
};

/** Adds axes of length 1, at the places that they have afterwards. */
export const unsqueezeOperator = regrouping('Unsqueeze', (inputs) => {
  const { shape } = inputAt(inputs, 0);
  return withUnitAxes(shape, integersAt(inputs, 1) ?? []);
});

/** Itself. */
export const identityOperator: Operator = {
  name: 'Identity',
  infer: (inputs) => [outlineOf(inputAt(inputs, 0))],
  derivative: (_, [gradient]) => [gradient],
  evaluate: ([x]) => [x!],
};

function outlineOf({ type, shape, elements }: Tensor): TensorOutline {
  return { type, shape, elements };
}

function flattenAxis(attributes: Attributes, rank: number): number {
  const axis = integerAttribute(attributes, 'axis', 1);
  return axis === rank ? rank : axisOf(axis, rank);
}

function withUnitAxes<Length>(shape: readonly Length[], places: readonly number[]): (Length | 1)[] {
  const axes = axesOf(places, shape.length + places.length);
  const longer: (Length | 1)[] = [...shape];
  for (const axis of axes) longer.splice(axis, 0, 1);
  return longer;
}

/** The shape that a reshape gives, known before any rows are. */
function reshaped(shape: Shape, wanted: readonly Dimension[], allowZero: boolean): Shape {
  const kept = wanted.map((dimension, axis) => {
    if (dimension !== 0 || allowZero) return dimension;
    if (shape[axis] === undefined)
      throw graphFault(`0 at place ${axis} keeps an axis that ${shapeText(shape)} has not`);
    return shape[axis];
  });
  const free = kept.indexOf(-1);
  if (kept.some((dimension, axis) => axis !== free && isKnown(dimension) && dimension < 0)) {
    throw graphFault(`[${wanted.map(String).join(', ')}] is no shape`);
  }
  const rest = productOf(kept.filter((_, axis) => axis !== free));
  const left = quotientOf(productOf(shape), rest);
  if (free >= 0 && left !== undefined) return kept.with(free, left);
  const fits = free < 0 && sameProduct(productOf(shape), rest);
  if (!fits) throw graphFault(`${shapeText(shape)} cannot take the shape ${shapeText(kept)}`);
  return kept;
}

function sameProduct(a: { factor: number; power: number }, b: { factor: number; power: number }): boolean {
  return a.factor === b.factor && (a.power === b.power || a.factor === 0);
}

/** The shape that the operators here give an array. */
function lengthsAfter(
  name: string,
  { shape, values }: ReferenceArray,
  second: ReferenceArray | undefined,
  attributes: Attributes,
  inferred: Shape,
): number[] {
  const named = second && Array.from(second.values);
  if (name === 'Unsqueeze') return withUnitAxes(shape, named ?? []);
  if (name === 'Squeeze') return squeezed(shape, named!);
  if (name === 'Flatten') {
    const axis = flattenAxis(attributes, shape.length);
    return [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))];
  }
  const allowZero = integerAttribute(attributes, 'allowzero', 0) !== 0;
  const kept = named!.map((length, axis) => (length === 0 && !allowZero ? shape[axis]! : length));
  const rest = elementCount(kept.filter((length) => length !== -1));
  return kept.map((length, axis) => {
    if (length !== -1) return length;
    // Of no elements, the numbers do not tell what is left; of no rows, every length that follows them is 0.
    return rest > 0 ? values.length / rest : (shapeFor(inferred, 0)[axis] ?? 0);
  });
}

function squeezed(shape: readonly number[], named: readonly number[]): number[] {
  const axes = axesOf(named, shape.length);
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** A tensor with the shape of another one that has as many elements. */
export function reshapeLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  const symbols = like.shape.filter((dimension) => !isKnown(dimension)).length;
  // One length that follows the rows is left to −1, so that engines need not ask for a shape.
  if (symbols < 2 && !like.shape.includes(0)) return reshape(x, like.shape);
  return apply(reshapeOperator, [x, shapeOf(like)], { allowzero: 1 });
}

/**
 * A tensor under another shape, at most one of whose lengths may follow the number of rows or be −1.
 * @throws {ConfigurationError} The shapes hold different numbers of elements.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = shape.map((dimension) => (isKnown(dimension) ? dimension : -1));
  return apply(reshapeOperator, [x, integers(target)], target.includes(0) ? { allowzero: 1 } : {});
}

/** With axes of length 1 added, at the places that they have afterwards. */
export function unsqueeze(x: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? x : apply(unsqueezeOperator, [x, integers(axes)]);
}

/** Without these axes of length 1. */
export function squeeze(x: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? x : apply(squeezeOperator, [x, integers(axes)]);
}
