import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const transposingExamples: OperatorExamples = {
  Transpose: [{ inputs: [real([rows, 2, 3])] }, { inputs: [real([rows, 2, 3])], attributes: { perm: [1, 2, 0] } }],
};
