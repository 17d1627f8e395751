import { apply } from './apply.js';
import { add, negate, subtract } from './arithmetic.js';
import { elementwise } from './elementwise.js';
import { scalar } from './leaves.js';
import type { Operator } from './operator.js';
import { reciprocal, square, squareRoot } from './powers.js';
import type { Tensor } from './tensor.js';

/** sin x. */
export const sineOperator = elementwise({ name: 'Sin', value: () => Math.sin, slope: cosine });

/** cos x. */
export const cosineOperator = elementwise({ name: 'Cos', value: () => Math.cos, slope: (x) => negate(sine(x)) });

/** tan x. */
export const tangentOperator = elementwise({
  name: 'Tan',
  value: () => Math.tan,
  slope: (_, y) => add(square(y), scalar(1)),
});

/** arcsin x, for |x| ≤ 1. */
export const arcsineOperator = elementwise({ name: 'Asin', value: () => Math.asin, slope: arcsineSlope });

/** arccos x, for |x| ≤ 1. */
export const arccosineOperator = elementwise({
  name: 'Acos',
  value: () => Math.acos,
  slope: (x) => negate(arcsineSlope(x)),
});

/** arctan x. */
export const arctangentOperator = elementwise({
  name: 'Atan',
  value: () => Math.atan,
  slope: (x) => reciprocal(add(square(x), scalar(1))),
});

/** 1/√(1 − x²). */
function arcsineSlope(x: Tensor): Tensor {
  return reciprocal(squareRoot(subtract(scalar(1), square(x))));
}

/** sinh x. */
export const hyperbolicSineOperator = elementwise({
  name: 'Sinh',
  value: () => Math.sinh,
  slope: (x) => apply(hyperbolicCosineOperator, [x]),
});

/** cosh x. */
export const hyperbolicCosineOperator: Operator = elementwise({
  name: 'Cosh',
  value: () => Math.cosh,
  slope: (x) => apply(hyperbolicSineOperator, [x]),
});

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
