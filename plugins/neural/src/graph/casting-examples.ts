import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const castingExamples: OperatorExamples = {
  Cast: [
    { inputs: [real([rows, 3])], attributes: { to: 7 } },
    { about: 'double', inputs: [real([rows, 3])], attributes: { to: 11 } },
    { about: 'truth', inputs: [{ shape: [rows, 2], type: 'integer', range: [-1, 1] }], attributes: { to: 9 } },
    { about: 'of truth', inputs: [{ shape: [rows, 2], type: 'boolean' }], attributes: { to: 1 } },
  ],
  Dropout: [
    { inputs: [real([rows, 3])] },
    { inputs: [real([rows, 3]), { shape: [], values: [0.5] }, { shape: [], type: 'boolean', values: [0] }] },
  ],
};
