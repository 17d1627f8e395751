import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real } from './operator-example.js';

const truths = { shape: [rows, 2], type: 'boolean' } as const;
const integers = { shape: [rows, 2], type: 'integer', range: [0, 2] } as const;
const relations: readonly OperatorExample[] = [
  { inputs: [real([rows, 3]), real([3])] },
  { about: 'integers', inputs: [integers, { shape: [], type: 'integer', values: [1] }] },
];
const connectives: readonly OperatorExample[] = [{ inputs: [truths, { shape: [2], type: 'boolean', values: [0, 1] }] }];
const odd = { shape: [4], values: [1, Number.NaN, Infinity, -Infinity] };

export const comparingExamples: OperatorExamples = {
  Equal: relations,
  Greater: relations,
  GreaterOrEqual: relations,
  Less: relations,
  LessOrEqual: relations,
  And: connectives,
  Or: connectives,
  Xor: connectives,
  Not: [{ inputs: [truths] }],
  IsNaN: [{ inputs: [real([rows, 3])] }, { inputs: [odd] }],
  IsInf: [{ inputs: [real([rows, 3])] }, { inputs: [odd], attributes: { detect_negative: 0 } }],
};
