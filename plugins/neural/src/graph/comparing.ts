import { apply } from './apply.js';
import { pairOutline } from './arithmetic.js';
import { integerAttribute } from './attributes.js';
import { type Dimension, isKnown, sameDimension } from './dimension.js';
import { sameOutline } from './elementwise.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { mapElements, mapPairs } from './reference-array.js';
import type { Tensor } from './tensor.js';

/** A truth about pairs of elements. No gradient passes. */
function relation(name: string, holds: (x: number, y: number) => boolean): Operator {
  return {
    name,
    infer: (inputs) => [pairOutline(inputs, 'boolean')],
    derivative: () => [],
    evaluate: ([a, b]) => [mapPairs(a!, b!, (x, y) => (holds(x, y) ? 1 : 0))],
  };
}

/** A truth about pairs of truths. */
function connective(name: string, holds: (x: number, y: number) => boolean): Operator {
  return {
    ...relation(name, holds),
    infer(inputs) {
      checkTruth(inputAt(inputs, 0));
      return [pairOutline(inputs)];
    },
  };
}

function checkTruth({ type }: Tensor): void {
  if (type !== 'boolean') throw graphFault(`${type}s came; truth values are wanted`);
}

/** Whether a = b. Of lengths it is known before the graph runs, where it does not depend on the number of rows. */
export const equalOperator: Operator = {
  ...relation('Equal', (x, y) => x === y),
  infer(inputs) {
    const outline = pairOutline(inputs, 'boolean');
    const [a, b] = [inputs[0]?.elements, inputs[1]?.elements];
    if (a === undefined || a.length !== b?.length || outline.shape.length > 1) return [outline];
    const truths = a.map((length, index) => equalLengths(length, b[index]!));
    return [truths.includes(undefined) ? outline : { ...outline, elements: truths.map(Number) }];
  },
};

function equalLengths(x: Dimension, y: Dimension): boolean | undefined {
  if (sameDimension(x, y)) return true;
  if (isKnown(x) && isKnown(y)) return false;
  const number = isKnown(x) ? x : isKnown(y) ? y : undefined;
  return number !== undefined && number < 0 ? false : undefined;
}

/** Whether a > b. */
export const greaterOperator = relation('Greater', (x, y) => x > y);
/** Whether a ≥ b. */
export const greaterOrEqualOperator = relation('GreaterOrEqual', (x, y) => x >= y);
/** Whether a < b. */
export const lessOperator = relation('Less', (x, y) => x < y);
/** Whether a ≤ b. */
export const lessOrEqualOperator = relation('LessOrEqual', (x, y) => x <= y);
/** Whether both hold. */
export const andOperator = connective('And', (x, y) => x !== 0 && y !== 0);
/** Whether one holds, or both. */
export const orOperator = connective('Or', (x, y) => x !== 0 || y !== 0);
/** Whether one holds and the other does not. */
export const xorOperator = connective('Xor', (x, y) => x !== y);

/** Whether something does not hold. */
export const notOperator: Operator = {
  name: 'Not',
  infer(inputs) {
    checkTruth(inputAt(inputs, 0));
    return [sameOutline(inputAt(inputs, 0))];
  },
  derivative: () => [],
  evaluate: ([x]) => [mapElements(x!, (value) => (value === 0 ? 1 : 0))],
};

/** Whether an element is not a number. */
export const isNaNOperator: Operator = {
  name: 'IsNaN',
  infer: (inputs) => [sameOutline(inputAt(inputs, 0), 'boolean')],
  derivative: () => [],
  evaluate: ([x]) => [mapElements(x!, (value) => (Number.isNaN(value) ? 1 : 0))],
};

/** Whether an element is infinite, in the directions that `detect_negative` and `detect_positive` say. */
export const isInfiniteOperator: Operator = {
  name: 'IsInf',
  infer: (inputs) => [sameOutline(inputAt(inputs, 0), 'boolean')],
  derivative: () => [],
  evaluate([x], attributes) {
    const below = integerAttribute(attributes, 'detect_negative', 1) !== 0;
    const above = integerAttribute(attributes, 'detect_positive', 1) !== 0;
    const wanted = (value: number) => (above && value === Infinity) || (below && value === -Infinity);
    return [mapElements(x!, (value) => (wanted(value) ? 1 : 0))];
  },
};

/** Whether a = b. */
export function equal(a: Tensor, b: Tensor): Tensor {
  return apply(equalOperator, [a, b]);
}

/** Whether a > b. */
export function greater(a: Tensor, b: Tensor): Tensor {
  return apply(greaterOperator, [a, b]);
}

/** Whether a < b. */
export function less(a: Tensor, b: Tensor): Tensor {
  return apply(lessOperator, [a, b]);
}

/** Whether both hold. */
export function and(a: Tensor, b: Tensor): Tensor {
  return apply(andOperator, [a, b]);
}

/** Whether one holds, or both. */
export function or(a: Tensor, b: Tensor): Tensor {
  return apply(orOperator, [a, b]);
}

/** Whether something does not hold. */
export function not(x: Tensor): Tensor {
  return apply(notOperator, [x]);
}
