import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import { graphFault } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { axisOf, inputAt, integersAt } from './operator-inputs.js';
import { axisLayout } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';

/** Which elements a running sum counts: those before its own place (`exclusive`: without it), or after it (`reverse`). */
export interface RunningSum {
  readonly exclusive?: boolean;
  readonly reverse?: boolean;
}

/** Running sums along an axis, which is the second input. */
export const cumulativeSumOperator: Operator = {
  name: 'CumSum',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    const axes = integersAt(inputs, 1);
    if (axes?.length !== 1) throw graphFault('one axis is wanted');
    axisOf(axes[0]!, shape.length);
    return [{ type, shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const { exclusive, reverse } = settingsOf(attributes);
    return [cumulativeSum(gradient, integersAt(inputs, 1)![0]!, { exclusive, reverse: !reverse })];
  },
  evaluate: ([x, axis], attributes) => [
    runningSums(x!, axisOf(axis!.values[0]!, x!.shape.length), settingsOf(attributes)),
  ],
};

/** Running sums along an axis. */
export function cumulativeSum(
  x: Tensor,
  axis: number,
  { exclusive = false, reverse = false }: RunningSum = {},
): Tensor {
  const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 };
  return apply(cumulativeSumOperator, [x, constant([axis], [], 'integer')], attributes);
}

function settingsOf(attributes: Attributes): Required<RunningSum> {
  return {
    exclusive: integerAttribute(attributes, 'exclusive', 0) !== 0,
    reverse: integerAttribute(attributes, 'reverse', 0) !== 0,
  };
}

function runningSums(x: ReferenceArray, axis: number, { exclusive, reverse }: Required<RunningSum>): ReferenceArray {
  const { outer, length, inner } = axisLayout(x.shape, axis);
  const values = new Float64Array(x.values.length);
  for (let line = 0; line < outer * inner; line++) {
    const first = Math.floor(line / inner) * length * inner + (line % inner);
    let total = 0;
    for (let step = 0; step < length; step++) {
      const at = first + (reverse ? length - 1 - step : step) * inner;
      if (exclusive) values[at] = total;
      total += x.values[at]!;
      if (!exclusive) values[at] = total;
    }
  }
  return { shape: x.shape, values };
}
