import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const depthAndSpaceExamples: OperatorExamples = {
  DepthToSpace: [
    { inputs: [real([rows, 8, 2, 1])], attributes: { blocksize: 2 } },
    { about: 'columns, rows, depth', inputs: [real([rows, 8, 1, 3])], attributes: { blocksize: 2, mode: 'CRD' } },
  ],
  SpaceToDepth: [{ inputs: [real([rows, 2, 4, 2])], attributes: { blocksize: 2 } }],
};
