import { rows } from './dimension.js';
import { type ExampleInput, type OperatorExamples, real } from './operator-example.js';

const axis = (value: number): ExampleInput => ({ shape: [], type: 'integer', values: [value] });

export const cumulativeSumExamples: OperatorExamples = {
  CumSum: [
    { inputs: [real([rows, 4]), axis(-1)] },
    { about: 'along rows', inputs: [real([rows, 2, 3]), axis(0)], attributes: { exclusive: 1 } },
    { about: 'from the end', inputs: [real([rows, 4, 2]), axis(1)], attributes: { reverse: 1 } },
    { inputs: [real([2, 4]), axis(1)], attributes: { reverse: 1, exclusive: 1 } },
  ],
};
