import { ConfigurationError } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { apply } from './apply.js';
import { add, multiply } from './arithmetic.js';
import { rows } from './dimension.js';
import { evaluateGraph } from './evaluate-graph.js';
import { onesLike, sum } from './expand-and-sum.js';
import { constant, constantValues, input, integers, scalar } from './leaves.js';
import { operators } from './operators.js';
import { reshape } from './reshaping.js';
import { gradients, nodesWithoutDerivative } from './reverse-mode.js';
import { shapeOf } from './shape-operators.js';
import type { GraphNode, Tensor } from './tensor.js';

function applied(name: string, inputs: readonly Tensor[], attributes = {}, label?: string): Tensor {
  return apply(operators.get(name)!, inputs, attributes, label);
}

describe('shapes are followed before anything runs', () => {
  const x = input('x', [rows, 2, 3]);

  it('through arithmetic of lengths', () => {
    const first = applied('Gather', [shapeOf(x), integers([0])]);
    const joined = applied('Concat', [applied('Mul', [first, integers([2])]), integers([-1])], { axis: 0 });
    expect(applied('Reshape', [x, joined]).shape).toEqual([{ multiple: 2 }, 3]);
  });

  it('through the choice of lengths that PyTorch writes for expand', () => {
    const wanted = applied('Concat', [applied('Gather', [shapeOf(x), integers([0])]), integers([-1, 3])], { axis: 0 });
    const ones = applied('ConstantOfShape', [integers([3])], {
      value: { shape: [1], values: Float64Array.of(1), type: 'integer' },
    });
    const free = applied('Equal', [wanted, applied('Mul', [ones, integers([-1])])]);
    const lengths = applied('Where', [free, ones, wanted]);
    expect(applied('Expand', [input('y', [rows, 4, 1]), lengths]).shape).toEqual([rows, 4, 3]);
  });

  it('and constants are folded', () => {
    const shape = shapeOf(input('y', [4, 3]));
    expect(constantValues(shape)?.values).toEqual(Float64Array.of(4, 3));
    expect(constantValues(applied('Exp', [scalar(0)]))?.values).toEqual(Float64Array.of(1));
    expect(constantValues(applied('ConstantOfShape', [integers([1000, 1000])]))).toBeUndefined();
  });

  it('and tensors that repeat a number keep their shape when they meet', () => {
    const ones = onesLike(x);
    expect([add(ones, ones), multiply(ones, ones), add(ones, x)].map(({ shape }) => shape)).toEqual(
      Array.from({ length: 3 }, () => [rows, 2, 3]),
    );
  });

  it('and one row keeps its axis where axes of length 1 are dropped', () => {
    const y = input('y', [rows, 1]);
    const outputs = { dropped: applied('Squeeze', [y]) };
    const given = { y: { shape: [1, 1], values: Float64Array.of(5) } };
    expect(evaluateGraph({ inputs: [y], outputs }, given, 1).dropped!.shape).toEqual([1]);
  });
});

describe('what does not fit is refused, and the node is named', () => {
  const x = input('x', [rows, 3]);
  const count = input('count', [1], 'integer');
  it.each<[string, () => unknown, RegExp]>([
    ['lengths', () => applied('Add', [x, input('y', [4])], {}, 'layer1/add'), /node 'layer1\/add' \(Add\).*rows, 3.*4/],
    ['rows and a number', () => add(x, input('y', [5, 3])), /Add: shapes/],
    ['types', () => applied('Mul', [x, integers([1])]), /Mul: reals meet integers/],
    ['a missing input', () => applied('Add', [x]), /Add: input 2 is missing/],
    ['inner lengths', () => applied('MatMul', [x, input('w', [4, 2])]), /MatMul: the inner lengths/],
    ['elements', () => reshape(x, [-1, 2]), /Reshape: \[rows, 3\] cannot take the shape/],
    ['a shape that is computed', () => applied('Reshape', [x, count]), /Reshape: the new shape does not follow/],
    ['an axis', () => applied('ReduceSum', [x, integers([2])]), /ReduceSum: axis 2/],
    ['an axis twice', () => applied('ReduceSum', [x, integers([1, -1])]), /twice/],
    ['an order', () => applied('Transpose', [x], { perm: [0, 0] }), /perm/],
    ['an equation', () => applied('Einsum', [x], { equation: '...i->i' }), /Einsum: the equation/],
    ['a type number', () => applied('Cast', [x], { to: 8 }), /Cast: elements of ONNX's type 8/],
    ['an attribute', () => applied('Elu', [input('z', [0])], { alpha: 'x' }), /Elu: 'alpha' is no number/],
    ['axes that are computed', () => applied('ReduceSum', [x, count]), /must be known before/],
    ['a range without end', () => applied('Range', [scalar(0), scalar(1), scalar(0)]), /no range/],
    ['training', () => applied('Dropout', [x, scalar(0.5), constant([1], [], 'boolean')]), /at random/],
  ])('%s', (_, make, message) => {
    const made = () => {
      const tensor = make() as Tensor;
      const outputs = { tensor };
      return evaluateGraph(
        { inputs: [input('z', [0])], outputs },
        { z: { shape: [0], values: new Float64Array() } },
        1,
      );
    };
    expect(made).toThrow(ConfigurationError);
    expect(made).toThrow(message);
  });
});

describe('an operator without a derivative', () => {
  const x = input('x', [rows, 3]);
  const outputs: Tensor[] = [];
  const unknown: GraphNode = { operator: 'Mystery', inputs: [x], attributes: {}, outputs, label: 'm1' };
  outputs.push({ type: 'real', shape: [rows, 3], source: { kind: 'node', node: unknown, output: 0 } });
  const energy = sum(multiply(outputs[0]!, x), [1]);

  it('is named where it stands between', () => {
    expect(() => gradients(energy, undefined, [x])).toThrow(/no derivative is known of Mystery \(node 'm1'\)/);
    expect(nodesWithoutDerivative(energy, [x])).toEqual([unknown]);
  });

  it('does not matter where it does not', () => {
    const y = input('y', [rows, 3]);
    const total = add(energy, sum(y, [1]));
    expect(nodesWithoutDerivative(total, [y])).toEqual([]);
    expect(gradients(total, undefined, [y])[0]!.shape).toEqual([rows, 3]);
  });

  it('is named when a graph with it is to be evaluated', () => {
    const run = () => evaluateGraph({ inputs: [x], outputs: { energy } }, {}, 1);
    expect(run).toThrow("does not know the operator 'Mystery' of node 'm1'");
  });
});

describe('inputs', () => {
  const x = input('x', [rows, 2]);
  const graph = { inputs: [x], outputs: { y: add(x, scalar(1)) } };
  it('are missed, and measured', () => {
    expect(() => evaluateGraph(graph, {}, 2)).toThrow("the input 'x' is missing");
    const wide = { x: { shape: [2, 3], values: new Float64Array(6) } };
    expect(() => evaluateGraph(graph, wide, 2)).toThrow("the input 'x' has the shape [2, 3]; [2, 2] is wanted");
  });
});
