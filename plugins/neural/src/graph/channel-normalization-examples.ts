import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const channelNormalizationExamples: OperatorExamples = {
  InstanceNormalization: [
    { inputs: [real([rows, 2, 4]), real([2]), real([2])] },
    { about: 'planes', inputs: [real([rows, 1, 2, 3]), real([1]), real([1])], attributes: { epsilon: 0.1 } },
  ],
  BatchNormalization: [
    { inputs: [real([rows, 2, 3]), real([2]), real([2]), real([2]), real([2], [0.5, 2])] },
    {
      about: 'no spatial axes',
      inputs: [real([rows, 3]), real([3]), real([3]), real([3]), real([3], [0.5, 2])],
      attributes: { epsilon: 0.1 },
    },
  ],
};
