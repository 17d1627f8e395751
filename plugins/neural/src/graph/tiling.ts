import { apply } from './apply.js';
import { shapeText } from './dimension.js';
import { multiplied } from './dimension-arithmetic.js';
import { sum, zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { integers } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { inputAt, integersAt } from './operator-inputs.js';
import { reshape } from './reshaping.js';
import { takeAlong } from './take-along.js';
import type { Tensor } from './tensor.js';

/** A tensor as a whole, repeated so many times along each axis. */
export const tileOperator: Operator = {
  name: 'Tile',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    const repeats = integersAt(inputs, 1) ?? [];
    if (repeats.length !== shape.length || repeats.some((count) => count < 0)) {
      throw graphFault(`repeats [${repeats.join(', ')}] do not fit ${shapeText(shape)}`);
    }
    return [{ type, shape: shape.map((length, axis) => multiplied(length, repeats[axis]!)) }];
  },
  derivative({ inputs }, [gradient]) {
    if (gradient === undefined) return [];
    const repeats = integersAt(inputs, 1)!;
    if (repeats.includes(0)) return [zerosLike(inputs[0]!)];
    const apart = inputs[0]!.shape.flatMap((length, axis) => [repeats[axis]!, length]);
    return [
      sum(
        reshape(gradient, apart),
        repeats.map((_, axis) => 2 * axis),
      ),
    ];
  },
  evaluate: ([x, repeats]) => [
    Array.from(repeats!.values).reduce((array: ReferenceArray, count, axis) => {
      const length = x!.shape[axis]!;
      return takeAlong(
        array,
        axis,
        Int32Array.from({ length: length * count }, (_, place) => place % length),
      );
    }, x!),
  ],
};

/** A tensor as a whole, repeated so many times along each axis. */
export function tile(x: Tensor, repeats: readonly number[]): Tensor {
  return apply(tileOperator, [x, integers(repeats)]);
}
