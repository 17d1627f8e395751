import { describe, expect, it } from 'vitest';
import { applyAll } from './apply.js';
import { groupNormalization } from './channel-normalization.js';
import { composites } from './composites.js';
import reference from './fixtures/pytorch-values.json' with { type: 'json' };
import { constant, constantValues } from './leaves.js';
import { operators } from './operators.js';
import type { Attributes, ElementType, Tensor } from './tensor.js';

interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Inputs that hold indices, lengths or axes rather than reals, by operator. */
const integerInputs: Readonly<Record<string, readonly number[]>> = {
  Pad: [1],
  CumSum: [1],
  Trilu: [1],
  TopK: [1],
  GatherElements: [1],
  ScatterElements: [1],
  Resize: [3],
};

describe('operators give what PyTorch gives', () => {
  const cases = reference.cases.map((each) => ({ ...each, name: `${each.operator}: ${each.about}` }));

  it.each(cases)('$name', ({ operator, inputs, attributes, outputs }) => {
    const whole = integerInputs[operator] ?? [];
    const tensors = inputs.map((given, index) => given && tensorOf(given, whole.includes(index) ? 'integer' : 'real'));
    // The file holds nothing but numbers, lists of numbers and words, each under the name that ONNX gives it.
    const found = applyAll(
      operators.get(operator)!,
      tensors.map((tensor) => tensor ?? undefined),
      attributes as Attributes,
    );
    for (const [index, wanted] of outputs.entries()) checkClose(found[index]!, wanted);
  });
});

describe('operators made of others give what PyTorch gives', () => {
  const cases = reference.composites.map((each) => ({ ...each, name: `${each.operator}: ${each.about}` }));

  it.each(cases)('$name', ({ operator, inputs, attributes, output }) => {
    // The file holds nothing but numbers and lists of numbers, each under the name that ONNX gives it.
    const found = composites.get(operator)!(
      inputs.map((given) => tensorOf(given)),
      attributes as Attributes,
    );
    checkClose(found, output);
  });
});

it('groups of channels are standardised as PyTorch has it', () => {
  const { x, groups, scale, shift, epsilon, y } = reference.groupNormalization;
  const found = groupNormalization(tensorOf(x), groups, tensorOf(scale), tensorOf(shift), epsilon);
  checkClose(found, y);
});

function tensorOf({ values, shape }: ReferenceTensor, type: ElementType = 'real'): Tensor {
  return constant(values, shape, type);
}

function checkClose(found: Tensor, wanted: ReferenceTensor): void {
  const { shape, values } = constantValues(found)!;
  expect(shape).toEqual(wanted.shape);
  wanted.values.forEach((value, index) => {
    expect(Math.abs(values[index]! - value)).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
  });
}
