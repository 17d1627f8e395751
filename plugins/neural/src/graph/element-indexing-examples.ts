import type { Shape } from './dimension.js';
import { rows } from './dimension.js';
import { type ExampleInput, type OperatorExamples, real } from './operator-example.js';

const indices = (shape: Shape, length: number): ExampleInput => ({
  shape,
  type: 'integer',
  range: [-length, length - 1],
});
const unlike: ExampleInput = { shape: [2, 3], type: 'integer', values: [0, -1, 2, 3, 1, -4] };

export const elementIndexingExamples: OperatorExamples = {
  GatherElements: [
    { inputs: [real([rows, 5]), indices([rows, 3], 5)], attributes: { axis: 1 } },
    { about: 'longer than the data', inputs: [real([3, 2, 2]), indices([7, 2, 1], 3)] },
  ],
  ScatterElements: [
    {
      about: 'added',
      inputs: [real([rows, 5]), indices([rows, 3], 5), real([rows, 3])],
      attributes: { axis: 1, reduction: 'add' },
    },
    { about: 'replaced', inputs: [real([2, 4]), unlike, real([2, 3])], attributes: { axis: -1 } },
  ],
};
