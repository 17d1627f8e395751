import { apply } from './apply.js';
import { add, multiply, subtract } from './arithmetic.js';
import { elementwise } from './elementwise.js';
import { scalar } from './leaves.js';
import { reciprocal, square } from './powers.js';
import { absolute } from './rounding.js';
import type { Tensor } from './tensor.js';
import { tanh } from './trigonometry.js';

/** 1/(1 + e^−x). */
export const sigmoidOperator = elementwise({
  name: 'Sigmoid',
  value: () => sigmoidOf,
  slope: (_, y) => multiply(y, subtract(scalar(1), y)),
});

/** ln(1 + e^x). */
export const softplusOperator = elementwise({ name: 'Softplus', value: () => softplusOf, slope: sigmoid });

/** x/(1 + |x|). */
export const softsignOperator = elementwise({
  name: 'Softsign',
  value: () => (x) => x / (1 + Math.abs(x)),
  slope: (x) => reciprocal(square(add(absolute(x), scalar(1)))),
});

/** x tanh(ln(1 + e^x)). See Misra, BMVC (2020). */
export const mishOperator = elementwise({
  name: 'Mish',
  value: () => (x) => x * Math.tanh(softplusOf(x)),
  slope(x) {
    const gate = tanh(softplus(x));
    return add(gate, multiply(multiply(x, sigmoid(x)), subtract(scalar(1), square(gate))));
  },
});

/** Of large |x| neither exponential overflows. */
function sigmoidOf(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1/(1 + e^−x). */
export function sigmoid(x: Tensor): Tensor {
  return apply(sigmoidOperator, [x]);
}

/** ln(1 + e^x). */
export function softplus(x: Tensor): Tensor {
  return apply(softplusOperator, [x]);
}

/** x/(1 + e^−x), also called swish. See Elfwing et al., Neural Netw. 107, 3 (2018). */
export function silu(x: Tensor): Tensor {
  return multiply(x, sigmoid(x));
}
