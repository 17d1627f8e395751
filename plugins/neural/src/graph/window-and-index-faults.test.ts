import { ConfigurationError } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { apply, applyAll } from './apply.js';
import { batchNormalizationOperator, instanceNormalization } from './channel-normalization.js';
import { concat, split, splitOperator } from './concatenation.js';
import { convolution, transposedConvolution } from './convolution.js';
import { rows, shapeText } from './dimension.js';
import { gatherElements } from './element-indexing.js';
import { evaluateGraph } from './evaluate-graph.js';
import { gather, scatterNd } from './gathering.js';
import { layerNormalization } from './layer-normalization.js';
import { constant, input, integers } from './leaves.js';
import { maxPool } from './pooling.js';
import { topK } from './ranking.js';
import { enlarge, resizeOperator } from './resizing.js';
import { shapeOf } from './shape-operators.js';
import { pad, slice } from './slicing.js';
import { tile } from './tiling.js';

const x = input('x', [rows, 4, 6]);
const places = (...shape: readonly number[]) => input('places', shape, 'integer');

describe('what does not fit is told apart', () => {
  it.each([
    [
      'Conv: a weight of shape [3, 2, 2] and data of shape [rows, 4, 6] do not',
      () => convolution(x, input('w', [3, 2, 2])),
    ],
    ['do not fit together in 3 groups', () => convolution(x, input('w', [3, 4, 2]), undefined, { groups: 3 })],
    ['Conv: a window of 9 does not fit into an axis of 6', () => convolution(x, input('w', [1, 4, 9]))],
    [
      'a spatial axis of [2, 4, rows] is as long as',
      () => convolution(input('x', [2, 4, rows]), input('w', [1, 4, 1])),
    ],
    ['[rows, 4] has no spatial axes', () => convolution(input('x', [rows, 4]), input('w', [1, 4]))],
    ['a bias of shape [2] came; [3] is wanted', () => convolution(x, input('w', [3, 4, 1]), input('b', [2]))],
    ["'strides' is [0]; 1 numbers from 1 on", () => convolution(x, input('w', [3, 4, 1]), undefined, { strides: [0] })],
    [
      "ConvTranspose: 'output_padding' is 1; it must be less than the stride, 1",
      () => transposedConvolution(x, input('w', [4, 1, 2]), undefined, { outputPadding: [1] }),
    ],
    ['MaxPool: a window sees nothing but padding', () => maxPool(x, { window: [2], pads: [2, 0] })],
    ['parts [1, 2] are not axis 1 of [rows, 4, 6]', () => split(x, [1, 2], 1)[0]!],
    ['Split: neither lengths nor the number of parts came', () => applyAll(splitOperator, [x], {})[0]!],
    ['reals [rows, 4, 6] and reals [rows, 4] cannot be joined', () => concat([x, input('y', [rows, 4])], 0)],
    ['an axis that follows the rows meets one that does not', () => concat([x, input('y', [2, 4, 6])], 0)],
    ['axis 0 of [rows, 4, 6] follows the rows; no part', () => slice(x, 0, 0, 2)],
    ['a step of 0 leads nowhere', () => slice(x, 1, 0, 2, 0)],
    ["length 4 cannot be padded by 4 and 0 in mode 'reflect'", () => pad(x, [0, 4, 0], [0, 0, 0], 'reflect')],
    ['an axis that follows the rows cannot be padded', () => pad(x, [1, 0, 0], [0, 0, 0])],
    ['repeats [2] do not fit [rows, 4, 6]', () => tile(x, [2])],
    ['Gather: input 2 holds reals; indices are wanted', () => gather(x, input('i', [2]))],
    ['indices of shape [3, 4, 6] do not fit [rows, 4, 6] along axis 1', () => gatherElements(x, places(3, 4, 6), 1)],
    [
      'updates of shape [5] came; [5, 6] is wanted',
      () => scatterNd(input('t', [4, 6]), places(5, 1), input('u', [5]), 'add'),
    ],
    ['7 of the elements of axis 2 cannot be taken', () => topK(x, 7).values],
    ['shapes [rows, 4, 6] and [3] do not fit together', () => layerNormalization(x, input('s', [3]))],
    [
      'axis 0 of [rows, 4] follows the rows, which are',
      () => layerNormalization(input('x', [rows, 4]), input('s', [4]), undefined, 0),
    ],
    ['input 3 of shape [6] does not fit channels of', () => instanceNormalization(x, input('s', [4]), input('b', [6]))],
    [
      "'training_mode' makes rows depend on each other",
      () => apply(batchNormalizationOperator, [x], { training_mode: 1 }),
    ],
    [
      'follows the rows, or its new length does',
      () => apply(resizeOperator, [x, undefined, undefined, integers([2, 4, 6])]),
    ],
    ["'mode' is 'cubic'; known are nearest", () => apply(resizeOperator, [x], { mode: 'cubic' })],
  ])('%s', (message, build) => {
    expect(build).toThrow(ConfigurationError);
    expect(build).toThrow(message);
  });

  it('an index outside, when the graph runs', () => {
    const index = places(1);
    const graph = { inputs: [index], outputs: { y: gather(constant([1, 2, 3], [3]), index) } };
    const run = (value: number) => evaluateGraph(graph, { places: { shape: [1], values: Float64Array.of(value) } }, 1);
    expect(run(-3).y!.values[0]).toBe(1);
    expect(() => run(3)).toThrow('index 3 is outside of an axis of length 3');
  });
});

describe('lengths that follow the rows', () => {
  it('go through slices, joints and choices of shapes', () => {
    const shape = shapeOf(x);
    const batch = slice(shape, 0, 0, 1);
    const turned = concat([gather(shape, integers([-1])), batch, integers([7])], 0);
    expect(shapeText(turned.elements!)).toBe('[6, rows, 7]');
    expect(shapeText(slice(turned, 0, -1, -4, -1).elements!)).toBe('[7, rows, 6]');
  });

  it('say what a tensor is resized to', () => {
    const size = concat([slice(shapeOf(x), 0, 0, 2), integers([12])], 0);
    const resized = apply(resizeOperator, [x, undefined, undefined, size], { nearest_mode: 'floor' });
    expect(shapeText(resized.shape)).toBe('[rows, 4, 12]');
    expect(shapeText(enlarge(x, 3).shape)).toBe('[rows, 4, 18]');
  });
});
