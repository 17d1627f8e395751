import { apply } from './apply.js';
import { divide, multiply, negate, scale, subtract } from './arithmetic.js';
import { broadcastShapes } from './broadcast.js';
import { cast } from './casting.js';
import { equal } from './comparing.js';
import { elementwise } from './elementwise.js';
import { sumLike, uniformValue, zerosLike } from './expand-and-sum.js';
import { scalar } from './leaves.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { mapPairs } from './reference-array.js';
import { where } from './selecting.js';
import type { Tensor } from './tensor.js';

/** e^x. */
export const exponentialOperator = elementwise({ name: 'Exp', value: () => Math.exp, slope: (_, y) => y });

/** ln x. */
export const logarithmOperator = elementwise({ name: 'Log', value: () => Math.log, slope: reciprocal });

/** √x. */
export const squareRootOperator = elementwise({
  name: 'Sqrt',
  value: () => Math.sqrt,
  slope: (_, y) => divide(scalar(0.5), y),
});

/** 1/x. */
export const reciprocalOperator = elementwise({
  name: 'Reciprocal',
  value: () => (x) => 1 / x,
  slope: (_, y) => negate(multiply(y, y)),
});

/** a^b. Where b is 0 it does not depend on a, and where a is 0 its derivative with respect to b is taken as 0, as by PyTorch. */
export const powerOperator: Operator = {
  name: 'Pow',
  infer(inputs) {
    const [a, b] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    return [{ type: a.type, shape: broadcastShapes(a.shape, b.shape) }];
  },
  derivative({ inputs: [a, b], outputs: [y] }, [gradient]) {
    if (gradient === undefined) return [];
    const toBase = sumLike(multiply(gradient, powerSlope(a!, cast(b!, 'real'))), a!);
    if (b!.type !== 'real' || b!.source.kind === 'constant') return [toBase];
    const growth = logarithm(where(equal(a!, scalar(0)), scalar(1), a!));
    return [toBase, sumLike(multiply(gradient, multiply(y!, growth)), b!)];
  },
  evaluate: ([a, b]) => [mapPairs(a!, b!, Math.pow)],
};

/** b · a^(b − 1), and 0 where b is 0. */
function powerSlope(a: Tensor, b: Tensor): Tensor {
  const exponent = uniformValue(b);
  if (exponent === 0) return zerosLike(a);
  if (exponent === 2) return scale(a, 2);
  if (exponent !== undefined) return scale(power(a, scalar(exponent - 1)), exponent);
  if (b.source.kind === 'constant' && !b.source.constant.values.includes(0)) {
    return multiply(b, power(a, subtract(b, scalar(1))));
  }
  // The exponent is moved off 0 too, so that no infinity meets the 0 that the gradient of this is there.
  const isZero = equal(b, scalar(0));
  const moved = where(isZero, scalar(1), b);
  return where(isZero, scalar(0), multiply(moved, power(a, subtract(moved, scalar(1)))));
}

/** e^x. */
export function exponential(x: Tensor): Tensor {
  return apply(exponentialOperator, [x]);
}

/** ln x. */
export function logarithm(x: Tensor): Tensor {
  return apply(logarithmOperator, [x]);
}

/** √x. */
export function squareRoot(x: Tensor): Tensor {
  return apply(squareRootOperator, [x]);
}

/** 1/x. */
export function reciprocal(x: Tensor): Tensor {
  return apply(reciprocalOperator, [x]);
}

/** a^b. */
export function power(a: Tensor, b: Tensor): Tensor {
  return apply(powerOperator, [a, b]);
}

/** x². */
export function square(x: Tensor): Tensor {
  return multiply(x, x);
}
