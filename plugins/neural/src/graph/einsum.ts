import { apply } from './apply.js';
import { equal } from './comparing.js';
import { type Dimension, sameDimension, shapeText } from './dimension.js';
import { expandLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { broadcastOffsets, elementCount, offsetsAlong, stridesOf } from './reference-array.js';
import { squeeze, unsqueeze } from './reshaping.js';
import { where } from './selecting.js';
import { shapeOperator } from './shape-operators.js';
import { countingTo } from './sources.js';
import type { Attributes, Tensor } from './tensor.js';

/** The letters of the axes of each operand and of the result. */
interface Summation {
  readonly operands: readonly string[];
  readonly result: string;
}

/**
 * Products of elements that share the letters of their axes, summed over the letters that the result has not: 'bij,jk->bik'.
 * Without an arrow the result has the letters that stand once, in alphabetical order. No ellipses.
 */
export const einsumOperator: Operator = {
  name: 'Einsum',
  infer(inputs, attributes) {
    const { operands, result } = summationOf(attributes);
    if (operands.length !== inputs.length)
      throw graphFault(`${operands.length} operands are named, ${inputs.length} came`);
    const lengths = new Map<string, Dimension>();
    for (const [index, letters] of operands.entries()) readLengths(letters, realInputAt(inputs, index), lengths);
    const shape = Array.from(result, (letter) => {
      const length = lengths.get(letter);
      if (length === undefined) throw graphFault(`no operand has the letter '${letter}'`);
      return length;
    });
    if (new Set(result).size < result.length) throw graphFault(`the result names a letter twice: '${result}'`);
    return [{ type: 'real', shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const summation = summationOf(attributes);
    return inputs.map((_, index) => gradientOfOperand(inputs as readonly Tensor[], index, summation, gradient));
  },
  evaluate: (inputs, attributes) => [summed(inputs as readonly ReferenceArray[], summationOf(attributes))],
};

function summationOf(attributes: Attributes): Summation {
  const { equation } = attributes;
  const form = typeof equation === 'string' ? equation.replaceAll(' ', '') : '';
  const parts = /^([a-zA-Z]*(?:,[a-zA-Z]*)*)(?:->([a-zA-Z]*))?$/.exec(form);
  if (parts === null) throw graphFault(`the equation '${form}' is not of the form 'ij,jk->ik'`);
  const operands = parts[1]!.split(',');
  const letters = operands.join('');
  const single = [...new Set(letters)].filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return { operands, result: parts[2] ?? single.sort().join('') };
}

function readLengths(letters: string, { shape }: Tensor, lengths: Map<string, Dimension>): void {
  if (letters.length !== shape.length) throw graphFault(`'${letters}' does not name the axes of ${shapeText(shape)}`);
  Array.from(letters).forEach((letter, axis) => {
    const known = lengths.get(letter);
    if (known !== undefined && !sameDimension(known, shape[axis]!)) {
      throw graphFault(`the letter '${letter}' is ${shapeText([known])} and ${shapeText([shape[axis]!])}`);
    }
    lengths.set(letter, shape[axis]!);
  });
}

/** The product of the gradient and all other operands, under the operand's own letters. */
function gradientOfOperand(inputs: readonly Tensor[], index: number, summation: Summation, gradient: Tensor): Tensor {
  const letters = Array.from(summation.operands[index]!);
  const sources = [summation.result, ...summation.operands.filter((_, operand) => operand !== index)];
  const found = letters.filter((letter, axis) => {
    return letters.indexOf(letter) === axis && sources.some((source) => source.includes(letter));
  });
  const operands = [gradient, ...inputs.filter((_, operand) => operand !== index)];
  const product = einsum(`${sources.join(',')}->${found.join('')}`, operands);
  // A letter that stands nowhere else was summed over alone: the gradient is the same all along it.
  const missing = letters.flatMap((letter, axis) => {
    return found.includes(letter) && letters.indexOf(letter) === axis ? [] : [axis];
  });
  return onDiagonals(expandLike(unsqueeze(product, missing), inputs[index]!), letters);
}

/** 0 where axes of one letter are at different places, of which the operand takes nothing. */
function onDiagonals(x: Tensor, letters: readonly string[]): Tensor {
  return letters.reduce((kept, letter, axis) => {
    const first = letters.indexOf(letter);
    if (first === axis) return kept;
    return where(equal(placesAlong(x, first), placesAlong(x, axis)), kept, scalar(0));
  }, x);
}

/** 0, 1, … along an axis, in a shape that stretches to that of the tensor. */
function placesAlong(x: Tensor, axis: number): Tensor {
  const count = squeeze(apply(shapeOperator, [x], { start: axis, end: axis + 1 }), [0]);
  const after = x.shape.slice(axis + 1).map((_, place) => place + 1);
  return unsqueeze(countingTo(count), after);
}

function summed(inputs: readonly ReferenceArray[], { operands, result }: Summation): ReferenceArray {
  const lengths = new Map<string, number>();
  operands.forEach((letters, index) => {
    Array.from(letters).forEach((letter, axis) => {
      lengths.set(letter, inputs[index]!.shape[axis]!);
    });
  });
  const inner = [...lengths.keys()].filter((letter) => !result.includes(letter)).join('');
  const all = Array.from(result + inner);
  const full = all.map((letter) => lengths.get(letter)!);
  const offsets = operands.map((letters, index) => {
    const strides = stridesOf(inputs[index]!.shape);
    return offsetsAlong(
      full,
      all.map((letter) => strideOf(letter, letters, strides)),
    );
  });
  const shape = full.slice(0, result.length);
  const places = broadcastOffsets([...shape, ...Array.from(inner, () => 1)], full);
  const values = new Float64Array(elementCount(shape));
  for (let index = 0; index < places.length; index++) {
    let product = 1;
    for (let operand = 0; operand < inputs.length; operand++)
      product *= inputs[operand]!.values[offsets[operand]![index]!]!;
    values[places[index]!]! += product;
  }
  return { shape, values };
}

/** A letter that stands twice walks along the diagonal. */
function strideOf(letter: string, letters: string, strides: readonly number[]): number {
  return strides.reduce((total, stride, axis) => (letters[axis] === letter ? total + stride : total), 0);
}

/** Products of elements that share the letters of their axes, summed over the letters that the result has not. */
export function einsum(equation: string, operands: readonly Tensor[]): Tensor {
  return apply(einsumOperator, operands, { equation });
}
