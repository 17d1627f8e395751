import { rows } from './dimension.js';
import { integerVector, type OperatorExamples, real } from './operator-example.js';

export const concatenationExamples: OperatorExamples = {
  Concat: [
    { inputs: [real([rows, 2]), real([rows, 1]), real([rows, 3])], attributes: { axis: -1 } },
    { about: 'rows', inputs: [real([rows, 2]), real([{ multiple: 2 }, 2])], attributes: { axis: 0 } },
    { about: 'one', inputs: [real([rows, 2])], attributes: { axis: 0 } },
    { about: 'shapes', inputs: [integerVector(2, 3), integerVector(4)], attributes: { axis: 0 } },
  ],
  Split: [
    { inputs: [real([rows, 5, 2]), integerVector(2, 0, 3)], attributes: { axis: 1 } },
    { about: 'equal parts', inputs: [real([2, 5])], attributes: { axis: 1, num_outputs: 2 } },
    { about: 'rows', inputs: [real([{ multiple: 4 }, 2])], attributes: { num_outputs: 2 } },
  ],
};
