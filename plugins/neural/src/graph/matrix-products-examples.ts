import { rows } from './dimension.js';
import { type OperatorExamples, real } from './operator-example.js';

export const matrixProductExamples: OperatorExamples = {
  MatMul: [
    { inputs: [real([rows, 3]), real([3, 2])] },
    { about: 'one matrix for a batch', inputs: [real([rows, 2, 3]), real([3, 2])] },
    { about: 'stretched batches', inputs: [real([rows, 1, 2, 3]), real([2, 3, 2])] },
    { about: 'one matrix on the left', inputs: [real([2, 3]), real([rows, 3, 2])] },
    { about: 'vectors', inputs: [real([3]), real([3])] },
    { about: 'a vector on the left', inputs: [real([3]), real([rows, 3, 2])] },
    { about: 'a vector on the right', inputs: [real([rows, 2, 3]), real([3])] },
    { about: 'rows meet rows', inputs: [real([2, rows]), real([rows, 3])] },
  ],
  Gemm: [
    { inputs: [real([rows, 3]), real([3, 2]), real([2])] },
    { inputs: [real([3, rows]), real([3, 2]), real([rows, 1])], attributes: { transA: 1, alpha: 0.5, beta: 2 } },
    { inputs: [real([rows, 3]), real([2, 3]), real([])], attributes: { transB: 1, alpha: 0.5 } },
    { inputs: [real([3, rows]), real([2, 3])], attributes: { transA: 1, transB: 1, alpha: -1.5 } },
  ],
};
