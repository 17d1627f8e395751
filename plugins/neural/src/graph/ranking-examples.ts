import { rows } from './dimension.js';
import { integerVector, type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const extremes: readonly OperatorExample[] = [
  { inputs: [real([rows, 4])], attributes: { axis: 1, keepdims: 0 } },
  { about: 'in the middle', inputs: [real([rows, 3, 2])], attributes: { axis: -2 } },
  {
    about: 'the last of equal ones',
    inputs: [{ shape: [rows, 7], type: 'integer', range: [0, 2] }],
    attributes: { axis: 1, select_last_index: 1 },
  },
];

export const rankingExamples: OperatorExamples = {
  ArgMax: extremes,
  ArgMin: extremes,
  TopK: [
    { inputs: [real([rows, 5]), integerVector(3)] },
    { about: 'smallest', inputs: [real([rows, 4, 2]), integerVector(2)], attributes: { axis: 1, largest: 0 } },
    { about: 'none', inputs: [real([rows, 2]), integerVector(0)] },
  ],
};
