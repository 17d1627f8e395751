import { randomStream } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from './apply.js';
import { add, multiply } from './arithmetic.js';
import { rows, shapeFor } from './dimension.js';
import { evaluateGraph } from './evaluate-graph.js';
import { expandLike, sum } from './expand-and-sum.js';
import { constant, input, scalar } from './leaves.js';
import { matrixProduct } from './matrix-products.js';
import { nodesInOrder } from './node-order.js';
import type { ExampleInput } from './operator-example.js';
import { operatorExamples } from './operator-examples.js';
import { allAxes } from './operator-inputs.js';
import { operators } from './operators.js';
import { elementCount } from './reference-array.js';
import { gradients } from './reverse-mode.js';
import { silu } from './sigmoids.js';
import { simplified } from './simplify.js';
import type { Tensor } from './tensor.js';

function operatorsOf(outputs: Readonly<Record<string, Tensor>>): string[] {
  return nodesInOrder(Object.values(outputs)).map(({ operator }) => operator);
}

describe('simplified', () => {
  it('does once what was said twice', () => {
    const x = input('x', [rows, 3]);
    const outputs = { y: add(silu(x), multiply(silu(x), scalar(2))), z: silu(x) };
    expect(operatorsOf(simplified(outputs))).toEqual(['Sigmoid', 'Mul', 'Mul', 'Add']);
  });

  it('repeats numbers last, and leaves out what multiplies by 1', () => {
    const [x, w] = [input('x', [rows, 3]), input('w', [3])];
    const repeated = multiply(expandLike(w, x), expandLike(constant([1, 1, 1], [1, 3]), x));
    expect(operatorsOf(simplified({ y: multiply(repeated, x) }))).toEqual(['Mul']);
    expect(operatorsOf(simplified({ y: matrixProduct(repeated, constant([1, 2, 3], [3])) }))).toContain('Expand');
  });

  it('needs no values to know their shape', () => {
    const x = input('x', [rows, 3]);
    const deep = silu(silu(silu(x)));
    const operators = operatorsOf(simplified({ y: expandLike(sum(x, [1], true), deep) }));
    expect(operators.filter((operator) => operator === 'Sigmoid')).toEqual([]);
  });

  it('finds the gradient of a network of x σ(x) in as few products of elements as it has', () => {
    const [x, w, v] = [input('x', [rows, 2]), input('w', [2, 4]), input('v', [4, 1])];
    const energy = matrixProduct(silu(matrixProduct(x, w)), v);
    const [gradient] = gradients(energy, undefined, [x]);
    const found = operatorsOf(simplified({ gradient: gradient! })).filter((operator) => operator !== 'Shape');
    expect(found.filter((operator) => operator === 'Mul')).toHaveLength(3);
    expect(found).not.toContain('Expand');
  });

  it.each(Object.keys(operatorExamples))('keeps the values of %s, its gradient and second gradient', (name) => {
    for (const example of operatorExamples[name]!) {
      const leaves = example.inputs.map((given, index) => given && leafOf(given, `x${index}`));
      const made = applyAll(operators.get(name)!, leaves, example.attributes);
      const open = leaves.filter((leaf) => leaf?.source.kind === 'input') as Tensor[];
      const outputs: Record<string, Tensor> = Object.fromEntries(made.map((tensor, index) => [`y${index}`, tensor]));
      const variables = open.filter(({ type }) => type === 'real');
      if (operators.get(name)!.derivative !== undefined && made[0]!.type === 'real') {
        const first = gradients(weighed(made[0]!), undefined, variables);
        for (const [of, gradient] of first.entries()) {
          outputs[`d${of}`] = gradient;
          for (const [by, second] of gradients(weighed(gradient), undefined, variables).entries()) {
            outputs[`d${of}_${by}`] = second;
          }
        }
      }
      const simple = simplified(outputs);
      for (const rowCount of [3, 0]) {
        const inputs = Object.fromEntries(
          open.map((tensor) => [
            nameOf(tensor),
            drawn(tensor, example.inputs[Number(nameOf(tensor).slice(1))], rowCount),
          ]),
        );
        const [wanted, found] = [outputs, simple].map((these) =>
          evaluateGraph({ inputs: open, outputs: these }, inputs, rowCount),
        );
        for (const [output, { shape, values }] of Object.entries(wanted!)) {
          expect([output, ...found![output]!.shape]).toEqual([output, ...shape]);
          values.forEach((value, index) => {
            const came = found![output]!.values[index]!;
            const isClose =
              Object.is(came, value) || Math.abs(came - value) <= 1e-12 * (1 + Math.abs(value)) || came === value;
            if (!isClose) expect.fail(`${output}[${index}] is ${came}, not ${value}`);
          });
        }
      }
    }
  });
});

function weighed(x: Tensor): Tensor {
  return sum(multiply(x, x), allAxes(x.shape));
}

function nameOf({ source }: Tensor): string {
  return source.kind === 'input' ? source.name : '';
}

function leafOf({ values, shape, type }: ExampleInput, name: string): Tensor {
  return values === undefined ? input(name, shape, type) : constant(values, shapeFor(shape, 0), type);
}

function drawn(tensor: Tensor, given: ExampleInput | undefined, rowCount: number) {
  const [low, high] = given?.range ?? (tensor.type === 'boolean' ? [0, 1] : [-2, 2]);
  const rng = randomStream(1, nameOf(tensor));
  const shape = shapeFor(tensor.shape, rowCount);
  const values = Float64Array.from({ length: elementCount(shape) }, () => low + (high - low) * rng.uniform());
  return { shape, values: tensor.type === 'real' ? values : values.map(Math.round) };
}
