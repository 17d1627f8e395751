import { apply } from './apply.js';
import { multiply, subtract } from './arithmetic.js';
import { integerAttribute } from './attributes.js';
import { sum } from './expand-and-sum.js';
import type { Operator, ReferenceArray } from './operator.js';
import { axisOf, realInputAt } from './operator-inputs.js';
import { exponential } from './powers.js';
import { axisLayout } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';

/** exp(x) / Σ exp(x) along an axis, the last unless it is named. */
export const softmaxOperator: Operator = {
  name: 'Softmax',
  infer: sameReals,
  derivative({ outputs: [y], attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const mean = sum(multiply(gradient, y!), [axisAttribute(attributes, y!.shape.length)], true);
    return [multiply(y!, subtract(gradient, mean))];
  },
  evaluate([x], attributes) {
    return [
      normalisedLines(x!, axisAttribute(attributes, x!.shape.length), (value, logSum) => Math.exp(value - logSum)),
    ];
  },
};

/** x − ln Σ exp(x) along an axis, the last unless it is named. */
export const logSoftmaxOperator: Operator = {
  name: 'LogSoftmax',
  infer: sameReals,
  derivative({ outputs: [y], attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const total = sum(gradient, [axisAttribute(attributes, y!.shape.length)], true);
    return [subtract(gradient, multiply(exponential(y!), total))];
  },
  evaluate([x], attributes) {
    return [normalisedLines(x!, axisAttribute(attributes, x!.shape.length), (value, logSum) => value - logSum)];
  },
};

/** Probabilities along an axis: exp(x) / Σ exp(x). */
export function softmax(x: Tensor, axis = -1): Tensor {
  return apply(softmaxOperator, [x], { axis });
}

/** Logarithms of probabilities along an axis: x − ln Σ exp(x). */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return apply(logSoftmaxOperator, [x], { axis });
}

function sameReals(inputs: readonly (Tensor | undefined)[], attributes: Attributes) {
  const { type, shape } = realInputAt(inputs, 0);
  axisAttribute(attributes, shape.length);
  return [{ type, shape }];
}

function axisAttribute(attributes: Attributes, rank: number): number {
  return axisOf(integerAttribute(attributes, 'axis', -1), rank);
}

/** f of each element and of ln Σ exp of its line along an axis. */
function normalisedLines(
  x: ReferenceArray,
  axis: number,
  f: (value: number, logSum: number) => number,
): ReferenceArray {
  const { outer, length, inner } = axisLayout(x.shape, axis);
  const values = new Float64Array(x.values.length);
  for (let line = 0; line < outer * inner; line++) {
    const first = Math.floor(line / inner) * length * inner + (line % inner);
    const logSum = logSumOfLine(x.values, first, length, inner);
    for (let step = 0; step < length; step++) {
      const at = first + step * inner;
      values[at] = f(x.values[at]!, logSum);
    }
  }
  return { shape: x.shape, values };
}

function logSumOfLine(values: Float64Array, first: number, length: number, stride: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < length; step++) largest = Math.max(largest, values[first + step * stride]!);
  let total = 0;
  for (let step = 0; step < length; step++) total += Math.exp(values[first + step * stride]! - largest);
  return largest + Math.log(total);
}
