import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real, realNumber } from './operator-example.js';

const extrema: readonly OperatorExample[] = [
  { inputs: [real([rows, 3]), real([3])] },
  { about: 'three', inputs: [real([rows, 3]), real([], [-1, 1]), real([2, 1, 3])] },
  { about: 'one', inputs: [real([rows, 3])] },
  {
    about: 'integers',
    inputs: [
      { shape: [rows], type: 'integer' },
      { shape: [1], type: 'integer', values: [1] },
    ],
  },
];

export const selectingExamples: OperatorExamples = {
  Where: [
    { inputs: [{ shape: [rows, 3], type: 'boolean' }, real([rows, 3]), real([3])] },
    { about: 'stretched', inputs: [{ shape: [3], type: 'boolean' }, real([rows, 1]), real([])] },
  ],
  Max: extrema,
  Min: extrema,
  Clip: [
    { inputs: [real([rows, 4]), realNumber(-1), realNumber(0.5)] },
    { about: 'ends that vary', inputs: [real([rows, 4]), real([], [-1, 0]), real([], [0.2, 1])] },
    { about: 'no lower end', inputs: [real([rows, 4]), undefined, real([])] },
    { about: 'no upper end', inputs: [real([rows, 4]), real([])] },
    { about: 'no ends', inputs: [real([rows, 4])] },
    { about: 'ends that cross', inputs: [real([rows, 4]), real([], [0.5, 1]), real([], [-1, -0.5])] },
  ],
};
