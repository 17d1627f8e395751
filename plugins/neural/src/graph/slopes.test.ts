import { describe, expect, it } from 'vitest';
import { apply } from './apply.js';
import { evaluateGraph } from './evaluate-graph.js';
import fixture from './fixtures/slopes.json' with { type: 'json' };
import { constant, input, integers, scalar } from './leaves.js';
import { operators } from './operators.js';
import { gradients } from './reverse-mode.js';
import type { Attributes, Tensor } from './tensor.js';

/** How a case applies its operator, whose name is the case's first word; by itself, unless it says otherwise. */
const forms: Readonly<Record<string, { inputs?: (x: Tensor) => Tensor[]; attributes?: Attributes }>> = {
  'Gelu tanh': { attributes: { approximate: 'tanh' } },
  Celu: { attributes: { alpha: 0.5 } },
  HardSigmoid: { attributes: { alpha: 1 / 6 } },
  Clip: { inputs: (x) => [x, scalar(-1), scalar(1)] },
  'Pow 2': { inputs: (x) => [x, scalar(2)] },
  'Pow 0': { inputs: (x) => [x, scalar(0)] },
  'Pow 3': { inputs: (x) => [x, scalar(3)] },
  'Pow tensor': { inputs: (x) => [x, constant([0, 1, 2, 0.5], [4])] },
  'Pow exponent': { inputs: (x) => [constant([0, 0, 2], [3]), x] },
  Max: { inputs: (x) => [x, constant([1, 1, 1], [3])] },
  Mod: { inputs: (x) => [x, scalar(3)], attributes: { fmod: 1 } },
  ReduceMax: { inputs: (x) => [x, integers([0])] },
};

describe('values and slopes are those of PyTorch, also where a function bends or is extreme', () => {
  it.each(Object.entries(fixture.cases))('%s', (name, { x, value, slope }) => {
    const variable = input('x', [x.length]);
    const { inputs, attributes } = forms[name] ?? {};
    const y = apply(operators.get(name.split(' ')[0]!)!, inputs?.(variable) ?? [variable], attributes);
    const outputs = { y, slope: gradients(y, undefined, [variable])[0]! };
    const given = { x: { shape: [x.length], values: Float64Array.from(x) } };
    const found = evaluateGraph({ inputs: [variable], outputs }, given, 1);
    // PyTorch's own sixth there is one of single precision.
    const tolerance = name === 'HardSigmoid' ? 1e-8 : 1e-13;
    expectClose(found.y!.values, [value].flat(), tolerance);
    expectClose(found.slope!.values, slope, tolerance);
  });
});

/** Relative to each number, or to 1 where the number is a rounded difference of larger ones. */
function expectClose(found: Float64Array, expected: readonly number[], tolerance: number): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((number, index) => {
    expect(Math.abs(found[index]! - number)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(number)));
  });
}

it('small values keep their digits', () => {
  // ln(1 + e^x) = e^x − e^2x/2 + …, of which the first term is all that is left.
  const x = input('x', [3]);
  const y = apply(operators.get('Softplus')!, [x]);
  const given = { x: { shape: [3], values: Float64Array.of(-700, -40, -36) } };
  const { values } = evaluateGraph({ inputs: [x], outputs: { y } }, given, 1).y!;
  [-700, -40, -36].forEach((exponent, index) => {
    expect(values[index]! / Math.exp(exponent)).toBeCloseTo(1, 14);
  });
});
