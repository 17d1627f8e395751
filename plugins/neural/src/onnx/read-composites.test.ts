import { expect, it } from 'vitest';
import { apply, applyAll } from '../graph/apply.js';
import { rows } from '../graph/dimension.js';
import { evaluateGraph } from '../graph/evaluate-graph.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input } from '../graph/leaves.js';
import type { Operator } from '../graph/operator.js';
import { gradients } from '../graph/reverse-mode.js';
import type { Tensor } from '../graph/tensor.js';
import { readModel } from './read-model.js';
import { writeModel } from './write-model.js';

const x = input('x', [rows, 4]);

/** A node of a name that graphs do not hold themselves, as a file has it. */
function foreign(name: string, outputCount: number): Operator {
  const shape = [rows, 4 / outputCount];
  const outline = { type: 'real', shape } as const;
  return { name, infer: () => new Array(outputCount).fill(outline), evaluate: () => [] };
}

function read(outputs: readonly Tensor[]) {
  const named = Object.fromEntries(outputs.map((tensor, index) => [`y${index}`, tensor]));
  return readModel(writeModel({ inputs: [x], outputs: named }, { precision: 'float64' }));
}

it('operators that are made of others are read as those, with their gradients', () => {
  const { graph, opaque } = read([apply(foreign('RMSNormalization', 1), [x, constant([1, 1, 1, 2], [4])])]);
  expect(opaque).toEqual([]);
  const [slope] = gradients(sum(graph.outputs.y0!, [1]), undefined, graph.inputs);
  const arrays = { x: { shape: [1, 4], values: Float64Array.of(1, -1, 1, -1) } };
  const found = evaluateGraph({ inputs: graph.inputs, outputs: { y: graph.outputs.y0!, slope: slope! } }, arrays, 1);
  const wanted = [1, -1, 1, -2].map((value) => value / Math.sqrt(1 + 1e-5));
  wanted.forEach((value, index) => {
    expect(found.y!.values[index]).toBeCloseTo(value, 12);
  });
  // Of Σ s x/r with r² = mean x² + ε: s/r − x Σ(s x)/(4 r³), where Σ s x = −1.
  const root = Math.sqrt(1 + 1e-5);
  [1, 1, 1, 2].forEach((scale, index) => {
    expect(found.slope!.values[index]).toBeCloseTo(scale / root + arrays.x.values[index]! / (4 * root ** 3), 12);
  });
});

it('a Split without lengths makes as many parts as it has outputs', () => {
  const { graph, opaque } = read(applyAll(foreign('Split', 2), [x], { axis: 1 }));
  expect(opaque).toEqual([]);
  const found = evaluateGraph(graph, { x: { shape: [1, 4], values: Float64Array.of(1, 2, 3, 4) } }, 1);
  expect(found.y1).toEqual({ shape: [1, 2], values: Float64Array.of(3, 4) });
});
