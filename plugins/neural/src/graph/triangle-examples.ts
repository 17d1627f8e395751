import { rows } from './dimension.js';
import { type ExampleInput, type OperatorExamples, real } from './operator-example.js';

const diagonal = (value: number): ExampleInput => ({ shape: [], type: 'integer', values: [value] });

export const triangleExamples: OperatorExamples = {
  Trilu: [
    { inputs: [real([rows, 3, 4])] },
    { about: 'above the diagonal', inputs: [real([rows, 3, 3]), diagonal(1)], attributes: { upper: 1 } },
    { about: 'lower', inputs: [real([4, 2]), diagonal(-1)], attributes: { upper: 0 } },
  ],
};
