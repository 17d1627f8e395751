import { randomStream } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from './apply.js';
import { add, multiply } from './arithmetic.js';
import { isKnown, shapeFor } from './dimension.js';
import { evaluateGraph, graphEvaluation } from './evaluate-graph.js';
import { sum } from './expand-and-sum.js';
import { constant, input } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import type { ExampleInput, OperatorExample } from './operator-example.js';
import { operatorExamples } from './operator-examples.js';
import { allAxes } from './operator-inputs.js';
import { operators } from './operators.js';
import { elementCount } from './reference-array.js';
import { gradients } from './reverse-mode.js';
import type { Tensor } from './tensor.js';

type Arrays = Record<string, ReferenceArray>;

const cases = [...operators.values()].flatMap((operator) =>
  (operatorExamples[operator.name] ?? []).map((example, index) => {
    const name = `${operator.name} ${index + 1}${example.about === undefined ? '' : `: ${example.about}`}`;
    return { name, operator, example };
  }),
);

it('every operator has an example, and every example an operator', () => {
  expect([...operators.keys()].sort()).toEqual(Object.keys(operatorExamples).sort());
});

describe.each(cases)('$name', ({ operator, example }) => {
  it.each([0, 1, 2, 5])('has the shapes that were inferred, for %i rows', (rowCount) => {
    const { leaves, tensors } = applied(operator, example);
    const arrays = drawn(example, leaves, rowCount);
    const outputs = Object.fromEntries(tensors.map((tensor, index) => [index, tensor]));
    const found = evaluateGraph({ inputs: openLeaves(leaves), outputs }, arrays, rowCount);
    tensors.forEach((tensor, index) => {
      const { shape, values } = found[index]!;
      expect(shape).toEqual(shapeFor(tensor.shape, rowCount));
      expect(values.length).toBe(elementCount(shape));
      if (tensor.elements !== undefined) {
        const elements = tensor.elements.map((length) => (isKnown(length) ? length : length.multiple * rowCount));
        expect(Array.from(values)).toEqual(elements);
      }
      if (tensor.type === 'integer') expect(values.every(Number.isInteger)).toBe(true);
      if (tensor.type === 'boolean') expect(values.every((value) => value === 0 || value === 1)).toBe(true);
    });
  });

  it('gives of constants what it gives of inputs', () => {
    const { leaves, tensors } = applied(operator, example);
    const arrays = drawn(example, leaves, 2);
    const outputs = Object.fromEntries(tensors.map((tensor, index) => [index, tensor]));
    const found = evaluateGraph({ inputs: openLeaves(leaves), outputs }, arrays, 2);
    const fixed = leaves.map((tensor, index) => {
      const array = arrays[`input${index}`];
      return array === undefined ? tensor : constant(array.values, array.shape, tensor!.type);
    });
    applyAll(operator, fixed, example.attributes).forEach((tensor, index) => {
      expect(evaluateGraph({ inputs: [], outputs: { y: tensor } }, {}, 2).y).toEqual(found[index]);
    });
  });

  const { leaves, tensors } = applied(operator, example);
  const variables = leaves.filter((leaf) => leaf !== undefined && isVariable(leaf)) as Tensor[];
  const reals = tensors.filter(({ type }) => type === 'real');
  if (operator.derivative === undefined || variables.length === 0 || reals.length === 0) return;

  it('has first and second derivatives that are those of finite differences', () => {
    const seeds = reals.map((tensor, index) => input(`seed${index}`, tensor.shape));
    const weighed = sumOfAll(reals, seeds);
    const first = gradients(weighed, undefined, variables);
    const directions = variables.map((tensor, index) => input(`direction${index}`, tensor.shape));
    const slope = sumOfAll(first, directions);
    const arrays = drawn(example, leaves, 2);
    for (const tensor of [...seeds, ...directions])
      arrays[nameOf(tensor)] = filled(shapeFor(tensor.shape, 2), -1, 1, nameOf(tensor));
    const all = [...openLeaves(leaves), ...seeds, ...directions];
    checkGradient(weighed, variables, first, all, arrays);
    const both = [...variables, ...seeds];
    checkGradient(slope, both, gradients(slope, undefined, both), all, arrays);
  });
});

/** Fails where gradients that are graphs are not those of differences, to 1e-7 of the largest. */
function checkGradient(
  of: Tensor,
  variables: readonly Tensor[],
  found: readonly Tensor[],
  inputs: readonly Tensor[],
  arrays: Arrays,
): void {
  const value = graphEvaluation({ inputs, outputs: { of } });
  const outputs = Object.fromEntries(found.map((tensor, index) => [index, tensor]));
  const exact = evaluateGraph({ inputs, outputs }, arrays, 2);
  variables.forEach((variable, index) => {
    const name = nameOf(variable);
    const differences = arrays[name]!.values.map((_, element) =>
      fourthOrderDifference((shift) => {
        const values = arrays[name]!.values.slice();
        values[element]! += shift;
        return value({ ...arrays, [name]: { shape: arrays[name]!.shape, values } }, 2).of!.values[0]!;
      }),
    );
    expect(exact[index]!.shape).toEqual(arrays[name]!.shape);
    const tolerance = 1e-7 * Math.max(1, ...differences.map(Math.abs));
    exact[index]!.values.forEach((slope, element) => {
      expect(
        Math.abs(slope - differences[element]!),
        `${name}[${element}]: ${slope} ${differences[element]}`,
      ).toBeLessThan(tolerance);
    });
  });
}

function fourthOrderDifference(f: (shift: number) => number): number {
  const h = 1e-3;
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

/** Σ over all tensors of all elements, weighed. */
function sumOfAll(tensors: readonly Tensor[], weights: readonly Tensor[]): Tensor {
  return tensors.map((tensor, index) => sum(multiply(tensor, weights[index]!), allAxes(tensor.shape))).reduce(add);
}

function applied(operator: Operator, { inputs, attributes }: OperatorExample) {
  const leaves = inputs.map((given, index) => given && leafOf(given, `input${index}`));
  return { leaves, tensors: applyAll(operator, leaves, attributes) };
}

function leafOf({ values, shape, type }: ExampleInput, name: string): Tensor {
  return values === undefined ? input(name, shape, type) : constant(values, shapeFor(shape, 0), type);
}

function drawn({ inputs }: OperatorExample, leaves: readonly (Tensor | undefined)[], rowCount: number): Arrays {
  const arrays: Arrays = {};
  inputs.forEach((given, index) => {
    const leaf = leaves[index];
    if (given === undefined || leaf?.source.kind !== 'input') return;
    const [low, high] = given.range ?? (given.type === 'boolean' ? [0, 1] : [-2, 2]);
    const array = filled(shapeFor(given.shape, rowCount), low, high, nameOf(leaf));
    if (leaf.type !== 'real')
      array.values.forEach((value, place) => {
        array.values[place] = Math.round(value);
      });
    arrays[nameOf(leaf)] = array;
  });
  return arrays;
}

function filled(shape: readonly number[], low: number, high: number, label: string): ReferenceArray {
  const rng = randomStream(1, label);
  return {
    shape,
    values: Float64Array.from({ length: elementCount(shape) }, () => low + (high - low) * rng.uniform()),
  };
}

function openLeaves(leaves: readonly (Tensor | undefined)[]): Tensor[] {
  return leaves.filter((leaf) => leaf?.source.kind === 'input') as Tensor[];
}

function isVariable({ type, source }: Tensor): boolean {
  return type === 'real' && source.kind === 'input';
}

function nameOf({ source }: Tensor): string {
  return source.kind === 'input' ? source.name : '';
}
