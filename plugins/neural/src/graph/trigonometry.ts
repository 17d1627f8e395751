import { apply } from './apply.js';
import { negate, subtract } from './arithmetic.js';
import { elementwise } from './elementwise.js';
import { scalar } from './leaves.js';
import { square } from './powers.js';
import type { Tensor } from './tensor.js';

/** sin x. */
export const sineOperator = elementwise({ name: 'Sin', value: () => Math.sin, slope: cosine });

/** cos x. */
export const cosineOperator = elementwise({ name: 'Cos', value: () => Math.cos, slope: (x) => negate(sine(x)) });

/** tanh x. */
export const tanhOperator = elementwise({
  name: 'Tanh',
  value: () => Math.tanh,
  slope: (_, y) => subtract(scalar(1), square(y)),
});

/** sin x. */
export function sine(x: Tensor): Tensor {
  return apply(sineOperator, [x]);
}

/** cos x. */
export function cosine(x: Tensor): Tensor {
  return apply(cosineOperator, [x]);
}

/** tanh x. */
export function tanh(x: Tensor): Tensor {
  return apply(tanhOperator, [x]);
}
