import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const pools: readonly OperatorExample[] = [
  { inputs: [real([rows, 2, 6])], attributes: { kernel_shape: [2], strides: [2] } },
  {
    about: 'planes, windows that overlap, padding',
    inputs: [real([rows, 2, 5, 4])],
    attributes: { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1] },
  },
  {
    about: 'rounded up',
    inputs: [real([rows, 1, 6, 5])],
    attributes: { kernel_shape: [3, 2], strides: [2, 2], pads: [0, 1, 0, 1], ceil_mode: 1 },
  },
  {
    about: 'dilated',
    inputs: [real([rows, 1, 8])],
    attributes: { kernel_shape: [3], strides: [2], dilations: [2], pads: [1, 0] },
  },
  {
    about: 'as long as before',
    inputs: [real([rows, 1, 5])],
    attributes: { kernel_shape: [2], strides: [2], auto_pad: 'SAME_LOWER' },
  },
];

export const poolingExamples: OperatorExamples = {
  MaxPool: pools,
  AveragePool: [
    ...pools,
    {
      about: 'padding counts',
      inputs: [real([rows, 1, 6])],
      attributes: { kernel_shape: [3], strides: [2], pads: [1, 1], ceil_mode: 1, count_include_pad: 1 },
    },
  ],
};
