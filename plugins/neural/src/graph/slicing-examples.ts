import { rows } from './dimension.js';
import { integerVector, type OperatorExample, type OperatorExamples, real, realNumber } from './operator-example.js';

const paddingOf = (mode: string, ...pads: readonly number[]): OperatorExample => ({
  about: mode,
  inputs: [real([rows, 3, 4]), integerVector(...pads)],
  attributes: { mode },
});

export const slicingExamples: OperatorExamples = {
  Slice: [
    { inputs: [real([rows, 5, 4]), integerVector(1, -3), integerVector(4, 2 ** 31 - 1), integerVector(1, 2)] },
    {
      about: 'rows stay',
      inputs: [real([rows, 5]), integerVector(0, 0), integerVector(2 ** 31 - 1, 2)],
    },
    {
      about: 'steps',
      inputs: [
        real([rows, 7, 5]),
        integerVector(1, 4),
        integerVector(7, -(2 ** 31)),
        integerVector(1, -1),
        integerVector(3, -2),
      ],
    },
    {
      about: 'turned round',
      inputs: [real([rows, 5]), integerVector(-1), integerVector(-(2 ** 31)), integerVector(1), integerVector(-1)],
    },
    { about: 'nothing', inputs: [real([rows, 5]), integerVector(4), integerVector(2), integerVector(1)] },
    {
      about: 'of a shape',
      inputs: [integerVector(4, 5, 6), integerVector(-1), integerVector(-4), integerVector(0), integerVector(-1)],
    },
  ],
  Pad: [
    { inputs: [real([rows, 3]), integerVector(0, 2, 0, 1)] },
    { about: 'a value', inputs: [real([2, 3]), integerVector(1, 0, 0, 2), real([])] },
    { about: 'axes', inputs: [real([rows, 3]), integerVector(1, 2), realNumber(-1), integerVector(-1)] },
    { about: 'less than nothing', inputs: [real([rows, 4]), integerVector(0, -1, 0, 2)] },
    paddingOf('reflect', 0, 2, 3, 0, 1, 3),
    paddingOf('edge', 0, 2, 0, 0, 1, 5),
    paddingOf('wrap', 0, 3, 1, 0, 0, 4),
  ],
};
