import { rows } from './dimension.js';
import { integerVector, type OperatorExamples, real } from './operator-example.js';

export const reshapingExamples: OperatorExamples = {
  Reshape: [
    { inputs: [real([rows, 2, 3]), integerVector(-1, 6)] },
    { about: '0 keeps', inputs: [real([rows, 4]), integerVector(0, 2, -1)] },
    { about: 'rows joined', inputs: [real([rows, 2, 3]), integerVector(-1, 3)] },
    { about: 'to a number', inputs: [real([1, 1]), integerVector()] },
    { about: 'nothing', inputs: [real([0, 3]), integerVector(3, 0)], attributes: { allowzero: 1 } },
  ],
  Flatten: [
    { inputs: [real([rows, 2, 3])] },
    { inputs: [real([rows, 2, 3])], attributes: { axis: -1 } },
    { inputs: [real([rows, 2])], attributes: { axis: 0 } },
  ],
  Squeeze: [{ inputs: [real([1, rows, 1, 2])] }, { inputs: [real([1, rows, 1]), integerVector(-1)] }],
  Unsqueeze: [{ inputs: [real([rows, 2]), integerVector(0, -1)] }],
  Identity: [{ inputs: [real([rows, 2])] }],
};
