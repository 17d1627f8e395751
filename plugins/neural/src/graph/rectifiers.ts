import { apply } from './apply.js';
import { add, multiply, scale } from './arithmetic.js';
import { numberAttribute } from './attributes.js';
import { and, greater, less } from './comparing.js';
import { shapeText } from './dimension.js';
import { elementwise } from './elementwise.js';
import { covers, sumLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import type { Operator } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { mapPairs } from './reference-array.js';
import { where } from './selecting.js';
import type { Attributes, Tensor } from './tensor.js';

/** max(x, 0); at 0 its derivative is taken as 0. */
export const reluOperator = elementwise({
  name: 'Relu',
  value: () => (x) => Math.max(x, 0),
  slope: (x) => where(isPositive(x), scalar(1), scalar(0)),
});

/** x, and α x below 0. */
export const leakyReluOperator = elementwise({
  name: 'LeakyRelu',
  value(attributes) {
    const alpha = numberAttribute(attributes, 'alpha', 0.01);
    return (x) => (x < 0 ? alpha * x : x);
  },
  slope: (x, _, attributes) => where(isPositive(x), scalar(1), scalar(numberAttribute(attributes, 'alpha', 0.01))),
});

/** x, and below 0 as many times x as a second input says, which is stretched to x. */
export const parametricReluOperator: Operator = {
  name: 'PRelu',
  infer(inputs) {
    const [x, slopes] = [realInputAt(inputs, 0), realInputAt(inputs, 1)];
    if (!covers(x, slopes)) throw graphFault(`slopes of shape ${shapeText(slopes.shape)} for ${shapeText(x.shape)}`);
    return [{ type: 'real', shape: x.shape }];
  },
  derivative({ inputs: [x, slopes] }, [gradient]) {
    if (gradient === undefined) return [];
    const above = isPositive(x!);
    const toSlopes = where(above, scalar(0), multiply(gradient, x!));
    return [where(above, gradient, multiply(gradient, slopes!)), sumLike(toSlopes, slopes!)];
  },
  evaluate: ([x, slopes]) => [mapPairs(x!, slopes!, (value, slope) => (value < 0 ? slope * value : value))],
};

/** Above 0 a line, below 0 a exponential that ends at a floor. */
interface ExponentialRectifier {
  /** Slope above 0. */
  readonly line: number;
  /** How far below 0 the floor is. */
  readonly depth: number;
  /** x of one decay. */
  readonly width: number;
}

/** line · x above 0, depth · (e^(x/width) − 1) below. Its slope there follows from its value, which cannot overflow. */
function exponentialRectifier(name: string, shapeOf: (attributes: Attributes) => ExponentialRectifier): Operator {
  return elementwise({
    name,
    value(attributes) {
      const { line, depth, width } = shapeOf(attributes);
      return (x) => (x > 0 ? line * x : depth * Math.expm1(x / width));
    },
    slope(x, y, attributes) {
      const { line, depth, width } = shapeOf(attributes);
      return where(isPositive(x), scalar(line), scale(add(y, scalar(depth)), 1 / width));
    },
  });
}

/** x, and α(e^x − 1) below 0. See Clevert et al., ICLR (2016). */
export const eluOperator = exponentialRectifier('Elu', (attributes) => ({
  line: 1,
  depth: numberAttribute(attributes, 'alpha', 1),
  width: 1,
}));

/** γ x, and γ α(e^x − 1) below 0. See Klambauer et al., NeurIPS (2017). */
export const seluOperator = exponentialRectifier('Selu', (attributes) => {
  const gamma = numberAttribute(attributes, 'gamma', 1.0507009873554805);
  return { line: gamma, depth: gamma * numberAttribute(attributes, 'alpha', 1.6732632423543772), width: 1 };
});

/** x, and α(e^(x/α) − 1) below 0. See Barron, arXiv:1704.07483. */
export const celuOperator = exponentialRectifier('Celu', (attributes) => {
  const alpha = numberAttribute(attributes, 'alpha', 1);
  return { line: 1, depth: alpha, width: alpha };
});

/** α x + β, kept between 0 and 1; at the ends its derivative is taken as 0. */
export const hardSigmoidOperator = elementwise({
  name: 'HardSigmoid',
  value(attributes) {
    const { alpha, beta } = hardSigmoidLine(attributes);
    return (x) => Math.max(0, Math.min(1, alpha * x + beta));
  },
  slope(_, y, attributes) {
    const inside = and(isPositive(y), less(y, scalar(1)));
    return where(inside, scalar(hardSigmoidLine(attributes).alpha), scalar(0));
  },
});

function hardSigmoidLine(attributes: Attributes): { readonly alpha: number; readonly beta: number } {
  return { alpha: numberAttribute(attributes, 'alpha', 0.2), beta: numberAttribute(attributes, 'beta', 0.5) };
}

/** x · (x/6 + 1/2), the factor kept between 0 and 1. See Howard et al., ICCV (2019). */
export const hardSwishOperator = elementwise({
  name: 'HardSwish',
  value: () => (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
  slope(x) {
    const inside = add(scale(x, 1 / 3), scalar(0.5));
    return where(greater(x, scalar(-3)), where(less(x, scalar(3)), inside, scalar(1)), scalar(0));
  },
});

function isPositive(x: Tensor): Tensor {
  return greater(x, scalar(0));
}

/** max(x, 0). */
export function relu(x: Tensor): Tensor {
  return apply(reluOperator, [x]);
}
