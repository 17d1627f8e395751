import { apply } from './apply.js';
import { broadcastShapes } from './broadcast.js';
import { elementsOfPairs } from './element-arithmetic.js';
import { covers, sumLike, uniformValue } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import type { Operator, ReferenceArray, TensorOutline } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { mapElements, mapPairs } from './reference-array.js';
import type { ElementType, Tensor } from './tensor.js';

/** Type and shape of what is made of pairs of elements. @throws {ConfigurationError} Types or shapes do not fit. */
export function pairOutline(inputs: readonly (Tensor | undefined)[], type?: ElementType): TensorOutline {
  const a = inputAt(inputs, 0);
  const b = inputAt(inputs, 1);
  if (a.type !== b.type) throw graphFault(`${a.type}s meet ${b.type}s`);
  return { type: type ?? a.type, shape: broadcastShapes(a.shape, b.shape) };
}

/** Of one type, stretched to each other. */
export function commonOutline(inputs: readonly (Tensor | undefined)[]): TensorOutline {
  const tensors = inputs.map((_, index) => inputAt(inputs, index));
  const { type } = inputAt(inputs, 0);
  const other = tensors.find((tensor) => tensor.type !== type);
  if (other !== undefined) throw graphFault(`${type}s meet ${other.type}s`);
  return { type, shape: broadcastShapes(...tensors.map(({ shape }) => shape)) };
}

/** a + b. */
export const addOperator: Operator = {
  name: 'Add',
  infer: (inputs) => [{ ...pairOutline(inputs), elements: elementsOfPairs(inputs, 'Add') }],
  derivative: (node, [gradient]) => node.inputs.map((input) => gradient && sumLike(gradient, input!)),
  evaluate: ([a, b]) => [mapPairs(a!, b!, (x, y) => x + y)],
};

/** a − b. */
export const subtractOperator: Operator = {
  name: 'Sub',
  infer: (inputs) => [{ ...pairOutline(inputs), elements: elementsOfPairs(inputs, 'Sub') }],
  derivative({ inputs: [a, b] }, [gradient]) {
    return [gradient && sumLike(gradient, a!), gradient && negate(sumLike(gradient, b!))];
  },
  evaluate: ([a, b]) => [mapPairs(a!, b!, (x, y) => x - y)],
};

/** a · b, element by element. */
export const multiplyOperator: Operator = {
  name: 'Mul',
  infer: (inputs) => [{ ...pairOutline(inputs), elements: elementsOfPairs(inputs, 'Mul') }],
  derivative({ inputs: [a, b] }, [gradient]) {
    return [gradient && sumLike(multiply(gradient, b!), a!), gradient && sumLike(multiply(gradient, a!), b!)];
  },
  evaluate: ([a, b]) => [mapPairs(a!, b!, (x, y) => x * y)],
};

/** a / b; of integers, towards 0. */
export const divideOperator: Operator = {
  name: 'Div',
  infer: (inputs) => [{ ...pairOutline(inputs), elements: elementsOfPairs(inputs, 'Div') }],
  derivative({ inputs: [a, b], outputs: [quotient] }, [gradient]) {
    if (gradient === undefined) return [];
    const scaled = divide(gradient, b!);
    return [sumLike(scaled, a!), negate(sumLike(multiply(scaled, quotient!), b!))];
  },
  evaluate([a, b], _, [outline]) {
    const whole = outline!.type === 'integer';
    return [mapPairs(a!, b!, whole ? (x, y) => Math.trunc(x / y) : (x, y) => x / y)];
  },
};

/** −x. */
export const negateOperator: Operator = {
  name: 'Neg',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    return [{ type, shape }];
  },
  derivative: (_, [gradient]) => [gradient && negate(gradient)],
  evaluate: ([x]) => [mapElements(x!, (value) => -value)],
};

/** Σ of any number of tensors. */
export const totalOperator: Operator = {
  name: 'Sum',
  infer: (inputs) => [commonOutline(inputs)],
  derivative: (node, [gradient]) => node.inputs.map((input) => gradient && sumLike(gradient, input!)),
  evaluate: (inputs) => [(inputs as readonly ReferenceArray[]).reduce((a, b) => mapPairs(a, b, (x, y) => x + y))],
};

/** a + b; the other, where one is plainly 0. */
export function add(a: Tensor, b: Tensor): Tensor {
  if (uniformValue(a) === 0 && covers(b, a)) return b;
  if (uniformValue(b) === 0 && covers(a, b)) return a;
  return apply(addOperator, lightened(a, b));
}

/** a − b. */
export function subtract(a: Tensor, b: Tensor): Tensor {
  if (uniformValue(b) === 0 && covers(a, b)) return a;
  return apply(subtractOperator, lightened(a, b));
}

/** a · b; the other, where one is plainly 1. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  if (uniformValue(a) === 1 && covers(b, a)) return b;
  if (uniformValue(b) === 1 && covers(a, b)) return a;
  return apply(multiplyOperator, lightened(a, b));
}

/** a / b. */
export function divide(a: Tensor, b: Tensor): Tensor {
  if (uniformValue(b) === 1 && covers(a, b)) return a;
  return apply(divideOperator, lightened(a, b));
}

/** −x. */
export function negate(x: Tensor): Tensor {
  return apply(negateOperator, [x]);
}

/** c · x. */
export function scale(x: Tensor, factor: number): Tensor {
  return multiply(x, scalar(factor));
}

/** A pair in which a tensor that repeats one number gives way to the number; never both, since one must have the shape. */
function lightened(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const left = scalarFor(a, b);
  return left === a ? [a, scalarFor(b, a)] : [left, b];
}

/** A number instead of a tensor that repeats it, where the other tensor has the whole shape anyway. */
function scalarFor(x: Tensor, other: Tensor): Tensor {
  const value = x.source.kind === 'node' ? uniformValue(x) : undefined;
  return value === undefined || !covers(other, x) ? x : scalar(value);
}
