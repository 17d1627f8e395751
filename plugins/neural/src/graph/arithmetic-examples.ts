import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const integers = { shape: [rows, 2], type: 'integer', range: [-9, 9] } as const;
const divisors = { shape: [2], type: 'integer', values: [-4, 3] } as const;

const pairs: readonly OperatorExample[] = [
  { inputs: [real([rows, 3]), real([rows, 3])] },
  { about: 'stretched', inputs: [real([rows, 1]), real([2, 1, 3])] },
  { about: 'a number', inputs: [real([]), real([rows])] },
  { about: 'integers', inputs: [integers, divisors] },
];

export const arithmeticExamples: OperatorExamples = {
  Add: pairs,
  Sub: pairs,
  Mul: pairs,
  Div: [
    { inputs: [real([rows, 3]), real([rows, 3], [0.5, 2])] },
    { about: 'stretched', inputs: [real([rows, 1]), real([2, 1, 3], [-2, -0.5])] },
    { about: 'integers', inputs: [integers, divisors] },
  ],
  Sum: [{ inputs: [real([rows, 3])] }, { about: 'three', inputs: [real([rows, 1]), real([3]), real([2, 1, 3])] }],
  Neg: [{ inputs: [real([rows, 2])] }, { inputs: [integers] }],
};
