import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const layerNormalizationExamples: OperatorExamples = {
  LayerNormalization: [
    { inputs: [real([rows, 2, 4]), real([4]), real([4])] },
    { about: 'two axes, unshifted', inputs: [real([rows, 2, 3]), real([2, 3])], attributes: { axis: 1, epsilon: 0.1 } },
  ],
};
