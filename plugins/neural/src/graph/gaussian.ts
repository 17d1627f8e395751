import { apply } from './apply.js';
import { add, multiply, negate, scale, subtract } from './arithmetic.js';
import { choiceAttribute } from './attributes.js';
import { elementwise } from './elementwise.js';
import { erf, erfc } from './error-function.js';
import { scalar } from './leaves.js';
import { exponential, square } from './powers.js';
import type { Attributes, Tensor } from './tensor.js';
import { tanh } from './trigonometry.js';

/** erf x. */
export const errorFunctionOperator = elementwise({
  name: 'Erf',
  value: () => erf,
  slope: (x) => scale(exponential(negate(square(x))), 2 / Math.sqrt(Math.PI)),
});

/** x Φ(x), or with `approximate` 'tanh' the formula that comes close. See Hendrycks & Gimpel, arXiv:1606.08415. */
export const geluOperator = elementwise({
  name: 'Gelu',
  value: (attributes) => (isApproximate(attributes) ? geluByTanh : (x) => 0.5 * x * erfc(-x * Math.SQRT1_2)),
  slope: (x, _, attributes) => (isApproximate(attributes) ? slopeByTanh(x) : slopeByErf(x)),
});

function isApproximate(attributes: Attributes): boolean {
  return choiceAttribute(attributes, 'approximate', ['none', 'tanh']) === 'tanh';
}

const inner = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

function geluByTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(inner * (x + cubic * x * x * x)));
}

/** Φ(x) + x φ(x). */
function slopeByErf(x: Tensor): Tensor {
  const cumulated = scale(add(errorFunction(scale(x, Math.SQRT1_2)), scalar(1)), 0.5);
  const density = scale(exponential(scale(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(cumulated, multiply(x, density));
}

/** (1 + t)/2 + x/2 (1 − t²) u′, with t = tanh u. */
function slopeByTanh(x: Tensor): Tensor {
  const squared = square(x);
  const t = tanh(scale(multiply(x, add(scale(squared, cubic), scalar(1))), inner));
  const innerSlope = scale(add(scale(squared, 3 * cubic), scalar(1)), inner);
  const bend = multiply(multiply(x, subtract(scalar(1), square(t))), innerSlope);
  return scale(add(add(t, scalar(1)), bend), 0.5);
}

/** erf x. */
export function errorFunction(x: Tensor): Tensor {
  return apply(errorFunctionOperator, [x]);
}

/** x Φ(x). */
export function gelu(x: Tensor): Tensor {
  return apply(geluOperator, [x], { approximate: 'none' });
}
