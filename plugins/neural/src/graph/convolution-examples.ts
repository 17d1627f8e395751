import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const convolutionExamples: OperatorExamples = {
  Conv: [
    { inputs: [real([rows, 2, 5]), real([3, 2, 3]), real([3])], attributes: { pads: [1, 1] } },
    { about: 'one element of many', inputs: [real([rows, 1, 7]), real([1, 1, 2])], attributes: { strides: [4] } },
    {
      about: 'planes, groups, strides, dilations and uneven pads',
      inputs: [real([rows, 4, 6, 5]), real([6, 2, 2, 3]), real([6])],
      attributes: { group: 2, strides: [2, 1], dilations: [1, 2], pads: [1, 2, 0, 1] },
    },
    {
      about: 'wide steps of taps and places',
      inputs: [real([rows, 2, 13]), real([2, 1, 3])],
      attributes: { group: 2, strides: [3], dilations: [2], pads: [2, 4] },
    },
    {
      about: 'as long as before',
      inputs: [real([rows, 1, 5, 4]), real([2, 1, 2, 2])],
      attributes: { auto_pad: 'SAME_UPPER', strides: [2, 1] },
    },
    {
      about: 'as long as before, padded first',
      inputs: [real([rows, 1, 5]), real([2, 1, 4])],
      attributes: { auto_pad: 'SAME_LOWER', strides: [2], kernel_shape: [4] },
    },
    {
      about: 'volumes',
      inputs: [real([2, 1, 3, 2, 3]), real([1, 1, 2, 2, 2])],
      attributes: { pads: [0, 1, 0, 0, 0, 1], auto_pad: 'NOTSET' },
    },
    {
      about: 'single steps in groups',
      inputs: [real([rows, 4, 4, 3]), real([2, 2, 2, 3])],
      attributes: { group: 2, pads: [1, 0, 0, 2], dilations: [2, 1] },
    },
    { about: 'more padding than taps', inputs: [real([rows, 1, 3]), real([1, 1, 2])], attributes: { pads: [2, 0] } },
    { about: 'a weight that follows the rows', inputs: [real([2, rows, 4]), real([3, rows, 2])] },
  ],
  ConvTranspose: [
    { inputs: [real([rows, 2, 4]), real([2, 3, 3]), real([3])], attributes: { pads: [1, 1], strides: [2] } },
    {
      about: 'planes, groups, strides, dilations, uneven pads and more at the end',
      inputs: [real([rows, 4, 3, 2]), real([4, 2, 2, 3]), real([4])],
      attributes: { group: 2, strides: [2, 3], dilations: [3, 1], pads: [1, 0, 2, 1], output_padding: [1, 2] },
    },
    {
      about: 'as long as asked for',
      inputs: [real([rows, 1, 3]), real([1, 2, 4])],
      attributes: { strides: [2], output_shape: [5] },
    },
    {
      about: 'as long as strides say',
      inputs: [real([rows, 1, 3]), real([1, 1, 3])],
      attributes: { strides: [2], auto_pad: 'SAME_UPPER' },
    },
  ],
};
