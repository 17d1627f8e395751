import { rows } from './dimension.js';
import { integerVector, type OperatorExamples, real } from './operator-example.js';

export const tilingExamples: OperatorExamples = {
  Tile: [
    { inputs: [real([rows, 2, 3]), integerVector(1, 3, 2)] },
    { about: 'rows', inputs: [real([rows, 2]), integerVector(3, 1)] },
    { about: 'nothing', inputs: [real([2]), integerVector(0)] },
  ],
};
