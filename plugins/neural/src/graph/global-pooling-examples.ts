import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const examples: readonly OperatorExample[] = [
  { inputs: [real([rows, 2, 4])] },
  { about: 'planes', inputs: [real([rows, 3, 2, 3])] },
];

export const globalPoolingExamples: OperatorExamples = { GlobalMaxPool: examples, GlobalAveragePool: examples };
