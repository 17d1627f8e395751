import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import type { Shape } from './dimension.js';
import { longestElements } from './leaves.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { elementCount } from './reference-array.js';
import { asDimension, productOf } from './shape-product.js';
import type { Attributes, Tensor } from './tensor.js';

/** Lengths of axes `start` to `end`, as integers. They follow from the number of rows, so no gradient passes. */
export const shapeOperator: Operator = {
  name: 'Shape',
  infer(inputs, attributes) {
    const lengths = lengthsOf(inputAt(inputs, 0).shape, attributes);
    const elements = lengths.length <= longestElements ? lengths : undefined;
    return [{ type: 'integer', shape: [lengths.length], elements }];
  },
  derivative: () => [undefined],
  evaluate([x], attributes) {
    const lengths = lengthsOf(x!.shape, attributes) as readonly number[]; // Of an array that is there, all are numbers.
    return [{ shape: [lengths.length], values: Float64Array.from(lengths) }];
  },
};

function lengthsOf(shape: Shape, attributes: Attributes): Shape {
  return shape.slice(integerAttribute(attributes, 'start', 0), integerAttribute(attributes, 'end', shape.length));
}

/** Number of elements, an integer. */
export const sizeOperator: Operator = {
  name: 'Size',
  infer(inputs) {
    const count = asDimension(productOf(inputAt(inputs, 0).shape));
    return [{ type: 'integer', shape: [], elements: count === undefined ? undefined : [count] }];
  },
  derivative: () => [undefined],
  evaluate: ([x]) => [{ shape: [], values: Float64Array.of(elementCount(x!.shape)) }],
};

/** The shape of a tensor as a tensor: a constant, unless it follows the number of rows. */
export function shapeOf(x: Tensor): Tensor {
  return apply(shapeOperator, [x]);
}
