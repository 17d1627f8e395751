import { type ExampleInput, integerVector, type OperatorExamples, realNumber } from './operator-example.js';

function integer(value: number): ExampleInput {
  return { shape: [], type: 'integer', values: [value] };
}

export const sourceExamples: OperatorExamples = {
  Constant: [
    { inputs: [], attributes: { value: { shape: [2], values: Float64Array.of(1, 2.5) } } },
    { inputs: [], attributes: { value_ints: [1, 2] } },
    { inputs: [], attributes: { value_float: 0.5 } },
  ],
  ConstantOfShape: [
    { inputs: [integerVector(2, 3)] },
    { inputs: [integerVector()], attributes: { value: { shape: [1], values: Float64Array.of(7), type: 'integer' } } },
  ],
  Range: [
    { inputs: [integer(1), integer(9), integer(3)] },
    { about: 'backwards', inputs: [realNumber(1), realNumber(-1), realNumber(-0.4)] },
    { about: 'empty', inputs: [integer(3), integer(1), integer(1)] },
  ],
};
