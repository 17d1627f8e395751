import { rows } from './dimension.js';
import { integerVector, type OperatorExamples, real } from './operator-example.js';

export const expandAndSumExamples: OperatorExamples = {
  Expand: [
    { inputs: [real([2, 1]), integerVector(3, 1, 4)] },
    { about: 'to fewer axes', inputs: [real([rows, 1, 3]), integerVector(2, 1)] },
  ],
  ReduceSum: [
    { inputs: [real([rows, 2, 3]), integerVector(-1)] },
    { about: 'all', inputs: [real([rows, 2])] },
    { about: 'axes dropped', inputs: [real([2, rows, 3]), integerVector(0, 2)], attributes: { keepdims: 0 } },
    { about: 'none', inputs: [real([rows, 2])], attributes: { noop_with_empty_axes: 1 } },
    { about: 'axes as an attribute', inputs: [real([rows, 2, 3])], attributes: { axes: [1], keepdims: 0 } },
  ],
};
