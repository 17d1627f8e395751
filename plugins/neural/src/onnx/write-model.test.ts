import { describe, expect, it } from 'vitest';
import { add, multiply } from '../graph/arithmetic.js';
import { rows } from '../graph/dimension.js';
import { evaluateGraph } from '../graph/evaluate-graph.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input } from '../graph/leaves.js';
import type { Graph } from '../graph/tensor.js';
import { readModel } from './read-model.js';
import { writeModel } from './write-model.js';

function small(): Graph {
  const x = input('x', [rows, 3]);
  const weights = constant([0.1, -2, 1 / 3], [3]);
  const product = multiply(x, weights);
  return { inputs: [x], outputs: { y: sum(product, [1]), product, copy: x, twice: product, c: weights } };
}

describe('writeModel', () => {
  it.each(['float32', 'float64'] as const)('writes in %s what is read again', (precision) => {
    const graph = small();
    const model = readModel(writeModel(graph, { precision, metadata: { encoder: '{}' }, producerVersion: '1' }));
    expect(model).toMatchObject({ opset: 20, metadata: { encoder: '{}' }, producer: 'basin 1', opaque: [] });
    expect(model.inputs).toEqual([{ name: 'x', fileType: precision, type: 'real', shape: [rows, 3] }]);
    expect(Object.keys(model.graph.outputs)).toEqual(['y', 'product', 'copy', 'twice', 'c']);
    const inputs = { x: { shape: [2, 3], values: Float64Array.of(1, 2, 3, -4, 5, 6) } };
    const before = evaluateGraph(graph, inputs, 2);
    const after = evaluateGraph(model.graph, inputs, 2);
    for (const [name, { shape, values }] of Object.entries(before)) {
      expect(after[name]!.shape).toEqual(shape);
      after[name]!.values.forEach((value, index) => {
        if (precision === 'float64') expect(value).toBe(values[index]);
        else expect(Math.abs(value - values[index]!)).toBeLessThan(1e-6);
      });
    }
  });

  it('gives equal bytes for equal graphs', () => {
    expect(writeModel(small(), { precision: 'float32' })).toEqual(writeModel(small(), { precision: 'float32' }));
  });

  it('keeps names of values apart from those of inputs', () => {
    const x = input('value_2', [rows]);
    const graph = { inputs: [x], outputs: { value_3: add(multiply(x, x), multiply(x, constant([2], []))) } };
    const model = readModel(writeModel(graph, { precision: 'float64' }));
    const result = evaluateGraph(model.graph, { value_2: { shape: [1], values: Float64Array.of(3) } }, 1);
    expect(result.value_3!.values[0]).toBe(15);
  });

  it('keeps lengths that are multiples of the rows', () => {
    const x = input('x', [{ multiple: 2 }, 3]);
    const model = readModel(writeModel({ inputs: [x], outputs: { y: sum(x, [1]) } }, { precision: 'float64' }));
    expect(model.graph.outputs.y!.shape).toEqual([{ multiple: 2 }]);
  });
});
