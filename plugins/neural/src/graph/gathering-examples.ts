import type { Shape } from './dimension.js';
import { rows } from './dimension.js';
import { type ExampleInput, integerVector, type OperatorExamples, real } from './operator-example.js';

const indices = (shape: Shape, length: number): ExampleInput => ({
  shape,
  type: 'integer',
  range: [-length, length - 1],
});
const tuples: ExampleInput = { shape: [2, 2], type: 'integer', values: [0, -1, 2, 0] };

export const gatheringExamples: OperatorExamples = {
  Gather: [
    { about: 'embeddings', inputs: [real([4, 3]), indices([rows, 2], 4)] },
    { about: 'columns', inputs: [real([rows, 4, 2]), indices([3], 4)], attributes: { axis: 1 } },
    { about: 'a table', inputs: [real([2, rows, 4]), indices([3, 2], 4)], attributes: { axis: -1 } },
    { about: 'one', inputs: [real([rows, 4, 2]), indices([], 4)], attributes: { axis: 1 } },
    { about: 'of a shape', inputs: [integerVector(4, 5, 6), integerVector(2, -3)] },
  ],
  GatherND: [
    { inputs: [real([4, 3, 2]), indices([rows, 2], 3)] },
    { about: 'one slice', inputs: [real([4, 3]), indices([1], 4)] },
    { about: 'in each batch', inputs: [real([rows, 3, 2]), indices([rows, 4, 1], 3)], attributes: { batch_dims: 1 } },
    { about: 'in two axes', inputs: [real([2, 3, 4]), indices([2, 3, 1], 4)], attributes: { batch_dims: 2 } },
  ],
  ScatterND: [
    {
      about: 'added',
      inputs: [real([4, 3]), indices([rows, 1], 4), real([rows, 3])],
      attributes: { reduction: 'add' },
    },
    { about: 'replaced', inputs: [real([3, 4]), tuples, real([2])] },
  ],
};
