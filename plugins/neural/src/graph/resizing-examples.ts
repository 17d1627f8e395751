import { rows } from './dimension.js';
import { type ExampleInput, integerVector, type OperatorExamples, real } from './operator-example.js';

const scales = (...values: readonly number[]): ExampleInput => ({ shape: [values.length], values });

export const resizingExamples: OperatorExamples = {
  Resize: [
    { about: 'twice as long', inputs: [real([rows, 2, 3]), undefined, scales(1, 1, 2)] },
    {
      about: 'lengths',
      inputs: [real([rows, 1, 4, 5]), undefined, undefined, integerVector(7, 2)],
      attributes: { axes: [2, 3], coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    },
    {
      about: 'corners stay',
      inputs: [real([rows, 1, 4]), undefined, scales(1, 1, 1.8)],
      attributes: { coordinate_transformation_mode: 'align_corners', nearest_mode: 'ceil' },
    },
    {
      about: 'symmetric',
      inputs: [real([rows, 1, 4]), undefined, scales(0.9)],
      attributes: { axes: [-1], coordinate_transformation_mode: 'half_pixel_symmetric' },
    },
  ],
};
