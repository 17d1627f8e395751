import { rows } from './dimension.js';
import { integerVector, type OperatorExample, type OperatorExamples, real } from './operator-example.js';

function over(low: number, high: number): readonly OperatorExample[] {
  const range = [low, high] as const;
  return [
    { inputs: [real([rows, 2, 3], range), integerVector(-1)] },
    { about: 'all', inputs: [real([rows, 2], range)] },
    { about: 'axes dropped', inputs: [real([2, rows, 3], range), integerVector(2, 0)], attributes: { keepdims: 0 } },
    { about: 'rows', inputs: [real([rows, 3], range), integerVector(0)], attributes: { keepdims: 0 } },
    { about: 'none', inputs: [real([rows, 2], range)], attributes: { noop_with_empty_axes: 1 } },
    { about: 'axes as an attribute', inputs: [real([rows, 3], range)], attributes: { axes: [1], keepdims: 0 } },
  ];
}

export const reductionExamples: OperatorExamples = {
  ReduceMean: over(-2, 2),
  ReduceMax: over(-2, 2),
  ReduceMin: over(-2, 2),
  ReduceProd: [
    ...over(-2, 2),
    { about: 'zeros', inputs: [{ shape: [3], values: [0, 2, 3] }, integerVector(0)] },
    { about: 'exactly at zeros', inputs: [real([rows, 3], [0, 0]), integerVector(1)] },
  ],
  ReduceSumSquare: over(-2, 2),
  ReduceL1: over(-2, 2),
  ReduceL2: over(-2, 2),
  ReduceLogSum: over(0.5, 2),
  ReduceLogSumExp: over(-2, 2),
};
