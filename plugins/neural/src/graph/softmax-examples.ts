import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const examples: readonly OperatorExample[] = [
  { inputs: [real([rows, 4])] },
  { about: 'in the middle', inputs: [real([rows, 3, 2])], attributes: { axis: 1 } },
  { about: 'over the rows', inputs: [real([rows, 2])], attributes: { axis: -2 } },
];

export const softmaxExamples: OperatorExamples = { Softmax: examples, LogSoftmax: examples };
