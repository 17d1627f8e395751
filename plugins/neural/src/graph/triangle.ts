import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import { graphFault } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator } from './operator.js';
import { inputAt, integersAt } from './operator-inputs.js';
import type { Attributes, Tensor } from './tensor.js';

/** Matrices [..., m, n] with zeros below diagonal k (`upper`, the default), or above it. Diagonal 0 is the main one. */
export const triangleOperator: Operator = {
  name: 'Trilu',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    if (shape.length < 2) throw graphFault(`a matrix is wanted; a tensor of ${shape.length} axes came`);
    if ((integersAt(inputs, 1)?.length ?? 1) !== 1) throw graphFault('one diagonal is wanted');
    return [{ type, shape }];
  },
  derivative: ({ inputs, attributes }, [gradient]) => [
    gradient && apply(triangleOperator, [gradient, inputs[1]], attributes),
  ],
  evaluate([x, diagonal], attributes) {
    const [height, width] = x!.shape.slice(-2) as [number, number];
    const first = diagonal?.values[0] ?? 0;
    const upper = keepsUpper(attributes);
    const values = x!.values.map((value, index) => {
      const offset = (index % width) - (Math.floor(index / width) % height) - first;
      return (upper ? offset >= 0 : offset <= 0) ? value : 0;
    });
    return [{ shape: x!.shape, values }];
  },
};

/** Matrices with zeros below a diagonal; 0 is the main one, 1 the next above it. */
export function upperTriangle(x: Tensor, diagonal = 0): Tensor {
  return apply(triangleOperator, [x, constant([diagonal], [], 'integer')], { upper: 1 });
}

/** Matrices with zeros above a diagonal; 0 is the main one, 1 the next above it. */
export function lowerTriangle(x: Tensor, diagonal = 0): Tensor {
  return apply(triangleOperator, [x, constant([diagonal], [], 'integer')], { upper: 0 });
}

function keepsUpper(attributes: Attributes): boolean {
  return integerAttribute(attributes, 'upper', 1) !== 0;
}
