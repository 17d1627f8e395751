import { apply, applyAll } from './apply.js';
import { integerAttribute } from './attributes.js';
import { type Dimension, isKnown, type Shape, sameShape, shapeText } from './dimension.js';
import { divided, summed } from './dimension-arithmetic.js';
import { zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { integers } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { axisOf, inputAt } from './operator-inputs.js';
import { shapeOperator } from './shape-operators.js';
import { axisLayout, takeAlong, withLength } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';

/** Tensors one after the other along an axis. */
export const concatOperator: Operator = {
  name: 'Concat',
  infer(inputs, attributes) {
    const parts = inputs.map((_, index) => inputAt(inputs, index));
    const { type, shape } = inputAt(inputs, 0);
    const axis = axisOf(integerAttribute(attributes, 'axis', 0), shape.length);
    for (const part of parts) checkPart(part, parts[0]!, axis);
    const length = summed(parts.map((part) => part.shape[axis]!));
    if (length === undefined) throw graphFault('an axis that follows the rows meets one that does not');
    const elements = parts.every((part) => part.elements && part.shape.length === 1);
    const joined = elements ? parts.flatMap((part) => part.elements!) : undefined;
    return [{ type, shape: withLength(shape, axis, length), elements: joined }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const axis = axisOf(integerAttribute(attributes, 'axis', 0), gradient.shape.length);
    if (inputs.length === 1) return [gradient];
    const lengths = inputs.map((part) => apply(shapeOperator, [part], { start: axis, end: axis + 1 }));
    return applyAll(splitOperator, [gradient, concat(lengths, 0)], { axis });
  },
  evaluate(inputs, attributes) {
    const parts = inputs as readonly ReferenceArray[]; // Shape inference asked for all of them.
    const axis = axisOf(integerAttribute(attributes, 'axis', 0), parts[0]!.shape.length);
    const length = parts.reduce((total, part) => total + part.shape[axis]!, 0);
    const shape = withLength(parts[0]!.shape, axis, length);
    return [{ shape, values: joinedValues(parts, axis, length) }];
  },
};

/** A tensor in parts along an axis: data, lengths of the parts; without lengths, `num_outputs` equal ones, the last perhaps shorter. */
export const splitOperator: Operator = {
  name: 'Split',
  infer(inputs, attributes) {
    const { type, shape } = inputAt(inputs, 0);
    const axis = axisOf(integerAttribute(attributes, 'axis', 0), shape.length);
    const lengths = inputs[1] === undefined ? equalParts(shape, axis, attributes) : inputs[1].elements;
    if (lengths === undefined) throw graphFault('the lengths of the parts must be known before the graph runs');
    const total = summed(lengths);
    if (total === undefined || !sameShape([total], [shape[axis]!])) {
      throw graphFault(`parts ${shapeText(lengths)} are not axis ${axis} of ${shapeText(shape)}`);
    }
    return lengths.map((length) => ({ type, shape: withLength(shape, axis, length) }));
  },
  derivative({ outputs, attributes }, gradients) {
    const axis = integerAttribute(attributes, 'axis', 0);
    const parts = outputs.map((output, index) => gradients[index] ?? zerosLike(output));
    return [concat(parts, axis)];
  },
  evaluate([x, lengths], attributes) {
    const axis = axisOf(integerAttribute(attributes, 'axis', 0), x!.shape.length);
    const parts = lengths?.values ?? (equalParts(x!.shape, axis, attributes) as readonly number[]); // Of numbers come numbers.
    let start = 0;
    return Array.from(parts, (length) => {
      const first = start;
      start += length;
      return takeAlong(
        x!,
        axis,
        Int32Array.from({ length }, (_, index) => first + index),
      );
    });
  },
};

/** Tensors one after the other along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  return parts.length === 1 ? parts[0]! : apply(concatOperator, parts, { axis });
}

/** A tensor in parts of these lengths along an axis. */
export function split(x: Tensor, lengths: readonly number[], axis: number): readonly Tensor[] {
  return applyAll(splitOperator, [x, integers(lengths)], { axis });
}

function checkPart(part: Tensor, first: Tensor, axis: number): void {
  const same = sameShape(withLength(part.shape, axis, 1), withLength(first.shape, axis, 1));
  if (same && part.type === first.type) return;
  const texts = [first, part].map(({ type, shape }) => `${type}s ${shapeText(shape)}`);
  throw graphFault(`${texts.join(' and ')} cannot be joined along axis ${axis}`);
}

function equalParts(shape: Shape, axis: number, attributes: Attributes): readonly Dimension[] {
  const count = integerAttribute(attributes, 'num_outputs', 0);
  if (count < 1) throw graphFault('neither lengths nor the number of parts came');
  const whole = shape[axis]!;
  const part = isKnown(whole) ? Math.ceil(whole / count) : divided(whole, count);
  if (part === undefined) throw graphFault(`axis ${axis} of ${shapeText(shape)} has no ${count} equal parts`);
  const parts = new Array<Dimension>(count).fill(part);
  if (isKnown(whole) && isKnown(part)) parts[count - 1] = whole - part * (count - 1);
  return parts;
}

function joinedValues(parts: readonly ReferenceArray[], axis: number, length: number): Float64Array {
  const { outer, inner } = axisLayout(parts[0]!.shape, axis);
  const values = new Float64Array(outer * length * inner);
  let start = 0;
  for (const part of parts) {
    const run = part.shape[axis]! * inner;
    for (let o = 0; o < outer; o++) {
      values.set(part.values.subarray(o * run, (o + 1) * run), (o * length + start) * inner);
    }
    start += part.shape[axis]!;
  }
  return values;
}
