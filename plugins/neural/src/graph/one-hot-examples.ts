import { rows } from './dimension.js';
import type { ExampleInput, OperatorExamples } from './operator-example.js';

const depth: ExampleInput = { shape: [], type: 'integer', values: [4] };
const values: ExampleInput = { shape: [2] };

export const oneHotExamples: OperatorExamples = {
  OneHot: [
    { inputs: [{ shape: [rows, 3], type: 'integer', range: [-4, 3] }, depth, values] },
    {
      about: 'some outside',
      inputs: [{ shape: [rows, 2], type: 'integer', range: [-9, 9] }, depth, values],
      attributes: { axis: 1 },
    },
  ],
};
