import { apply } from './apply.js';
import { valuesAttribute } from './attributes.js';
import { type Dimension, isKnown, shapeText } from './dimension.js';
import { elementsOfPairs } from './element-arithmetic.js';
import { graphFault } from './graph-fault.js';
import { constant, constantValues, integers } from './leaves.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { elementCount } from './reference-array.js';
import type { Attributes, ConstantValues, Tensor } from './tensor.js';

/** Numbers that are an attribute: `value`, `value_float`, `value_floats`, `value_int` or `value_ints`. */
export const constantOperator: Operator = {
  name: 'Constant',
  infer(_, attributes) {
    const { shape, type = 'real' } = heldValues(attributes);
    return [{ type, shape }];
  },
  derivative: () => [],
  evaluate: (_, attributes) => [heldValues(attributes)],
};

function heldValues(attributes: Attributes): ConstantValues {
  const held = valuesAttribute(attributes, 'value');
  if (held !== undefined) return held;
  for (const [name, type] of [
    ['value_float', 'real'],
    ['value_int', 'integer'],
  ] as const) {
    const value = attributes[name];
    if (typeof value === 'number') return { shape: [], values: Float64Array.of(value), type };
    const list = attributes[`${name}s`];
    if (Array.isArray(list)) return { shape: [list.length], values: Float64Array.from(list), type };
  }
  throw graphFault(`a constant of the form ${Object.keys(attributes).join(', ')} is not known; numbers are`);
}

/** One number everywhere, under a shape given as a tensor. */
export const constantOfShapeOperator: Operator = {
  name: 'ConstantOfShape',
  infer(inputs, attributes) {
    const { elements } = inputAt(inputs, 0);
    if (elements === undefined) throw graphFault('the shape does not follow from shapes and constants');
    if (elements.some((length) => isKnown(length) && length < 0))
      throw graphFault(`${shapeText(elements)} is no shape`);
    return [{ type: valuesAttribute(attributes, 'value')?.type ?? 'real', shape: elements }];
  },
  derivative: () => [],
  evaluate([lengths], attributes) {
    const shape = Array.from(lengths!.values);
    const value = valuesAttribute(attributes, 'value')?.values[0] ?? 0;
    return [{ shape, values: new Float64Array(elementCount(shape)).fill(value) }];
  },
};

/** first, first + step, …, as far as it is before `limit`. */
export const rangeOperator: Operator = {
  name: 'Range',
  infer(inputs) {
    const [first, limit, step] = [inputAt(inputs, 0), inputAt(inputs, 1), inputAt(inputs, 2)];
    const length = rangeLength(first, limit, step);
    if (length === undefined) throw graphFault('how many numbers there are does not follow from shapes and constants');
    const { type } = first;
    if (type !== limit.type || type !== step.type) throw graphFault(`${type}s meet ${limit.type}s and ${step.type}s`);
    return [{ type, shape: [length] }];
  },
  derivative: () => [],
  evaluate([first, limit, step]) {
    const [start, end, stride] = [first!.values[0]!, limit!.values[0]!, step!.values[0]!];
    const length = countOf(start, end, stride);
    return [{ shape: [length], values: Float64Array.from({ length }, (_, index) => start + index * stride) }];
  },
};

function rangeLength(first: Tensor, limit: Tensor, step: Tensor): Dimension | undefined {
  const values = [first, limit, step].map((tensor) => constantValues(tensor)?.values[0]);
  const [start, end, stride] = values;
  if (start !== undefined && end !== undefined && stride !== undefined) return countOf(start, end, stride);
  if (stride !== 1) return undefined;
  return elementsOfPairs([limit, first], 'Sub')?.[0];
}

function countOf(first: number, limit: number, step: number): number {
  const count = Math.max(0, Math.ceil((limit - first) / step));
  if (!Number.isSafeInteger(count)) throw graphFault(`there is no range from ${first} to ${limit} by steps of ${step}`);
  return count;
}

/** 0, 1, …, count − 1, for a count that is an integer tensor of shape []. */
export function countingTo(count: Tensor): Tensor {
  return apply(rangeOperator, [integer(0), count, integer(1)]);
}

/** An integer, of shape []. */
export function integer(value: number): Tensor {
  return constant([value], [], 'integer');
}

/** A number everywhere, under a shape that is known. Real. */
export function filled(shape: readonly number[], value: number): Tensor {
  return apply(constantOfShapeOperator, [integers(shape)], { value: { shape: [1], values: Float64Array.of(value) } });
}
