import { apply } from './apply.js';
import { integersAttribute } from './attributes.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { offsetsAlong, stridesOf } from './reference-array.js';
import type { Attributes, Tensor } from './tensor.js';

/** Axes in another order: axis i is what was axis `perm[i]`. Without `perm`, the order is turned round. */
export const transposeOperator: Operator = {
  name: 'Transpose',
  infer(inputs, attributes) {
    const { type, shape } = inputAt(inputs, 0);
    return [{ type, shape: orderOf(attributes, shape.length).map((axis) => shape[axis]!) }];
  },
  derivative({ inputs: [x], attributes }, [gradient]) {
    return [gradient && transpose(gradient, inverseOrder(orderOf(attributes, x!.shape.length)))];
  },
  evaluate([x], attributes) {
    const order = orderOf(attributes, x!.shape.length);
    const shape = order.map((axis) => x!.shape[axis]!);
    const strides = stridesOf(x!.shape);
    const offsets = offsetsAlong(
      shape,
      order.map((axis) => strides[axis]!),
    );
    return [{ shape, values: Float64Array.from(offsets, (offset) => x!.values[offset]!) }];
  },
};

function orderOf(attributes: Attributes, rank: number): readonly number[] {
  const order = integersAttribute(attributes, 'perm');
  if (order === undefined) return Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const sorted = order.toSorted((a, b) => a - b);
  if (order.length === rank && sorted.every((axis, place) => axis === place)) return order;
  throw graphFault(`'perm' [${order.join(', ')}] is no order of ${rank} axes`);
}

/** The order that undoes another one. */
export function inverseOrder(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((axis, place) => {
    inverse[axis] = place;
  });
  return inverse;
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, place) => axis === place)) return x;
  return apply(transposeOperator, [x], { perm: order });
}

/** Each of a batch of matrices [..., m, n] turned over, to [..., n, m]. */
export function transposeMatrices(x: Tensor): Tensor {
  const rank = x.shape.length;
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return transpose(x, [...order.slice(0, -2), rank - 1, rank - 2]);
}
