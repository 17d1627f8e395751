import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const shapeExamples: OperatorExamples = {
  Shape: [
    { inputs: [real([rows, 2, 3])] },
    { about: 'some axes', inputs: [real([rows, 2, 3])], attributes: { start: -2, end: 10 } },
  ],
  Size: [{ inputs: [real([rows, 3])] }, { inputs: [real([])] }],
};
